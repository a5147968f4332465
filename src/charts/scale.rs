//! From figures to lengths: one scale for all bars of a picture.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// An axis with its zero and its scale.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    /// Where zero is.
    pub zero: i64,
    /// How long `greatest` is.
    room: i64,
    /// What all lengths are measured against.
    greatest: Decimal,
}

impl Axis {
    /// An axis from one place to another for some values and zero.
    pub fn fit(values: &[Decimal], from: i64, to: i64) -> Self {
        let zero = Decimal::ZERO;
        let high = values.iter().copied().fold(zero, Decimal::max);
        let low = values.iter().copied().fold(zero, Decimal::min).abs();
        let room = (to - from).max(0);
        let greatest = high.checked_add(low).unwrap_or(Decimal::MAX);
        Self { zero: from + length(low, greatest, room), room, greatest }
    }

    /// Length of a value's bar.
    pub fn length(&self, value: Decimal) -> i64 {
        length(value.abs(), self.greatest, self.room)
    }

    /// Where a value's bar begins and how long it is.
    pub fn bar(&self, value: Decimal) -> (i64, i64) {
        let length = self.length(value);
        (if value.is_sign_negative() { self.zero - length } else { self.zero }, length)
    }
}

/// How long a value is when the greatest is as long as the room.
pub fn length(value: Decimal, greatest: Decimal, room: i64) -> i64 {
    let part = value.checked_div(greatest).and_then(|part| part.checked_mul(Decimal::from(room)));
    part.and_then(|part| part.round().to_i64()).unwrap_or(0).clamp(0, room)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{Axis, length};

    #[test]
    fn lengths_are_in_proportion_on_both_sides_of_zero() {
        let values = [Decimal::new(18, 1), Decimal::new(-308, 1), Decimal::ZERO];
        let axis = Axis::fit(&values, 1400, 10_400);
        assert_eq!(axis.bar(values[1]), (1400, 8503));
        assert_eq!(axis.bar(values[0]), (9903, 497));
        assert_eq!(axis.bar(values[2]), (9903, 0));
    }

    #[test]
    fn nothing_is_nothing_and_huge_is_no_trouble() {
        assert_eq!(length(Decimal::ZERO, Decimal::ZERO, 100), 0);
        assert_eq!(length(Decimal::MAX, Decimal::MAX, 100), 100);
        let axis = Axis::fit(&[Decimal::MAX, Decimal::MIN], 0, 1000);
        assert!(axis.bar(Decimal::MAX).1 <= 1000);
    }
}
