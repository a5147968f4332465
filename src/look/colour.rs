//! Colours and the contrast between them, as WCAG 2.2 computes it, without floats.
//!
//! Relative luminance and contrast ratio: <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>.

use std::fmt;

/// A colour of the screen (sRGB).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    /// Red, green and blue, 0 to 255.
    pub channels: [u8; 3],
}

/// How clearly one colour stands out from another: the ratio in hundredths, 100 to 2100, rounded down so that a ratio
/// that is too low never looks as if it were enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contrast(pub u32);

impl Contrast {
    /// What text of ordinary size needs (WCAG 2.2, 1.4.3).
    pub const TEXT: Self = Self(450);
}

impl fmt::Display for Contrast {
    /// `4,54:1`, as it is written in Swedish.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, hundredths) = (self.0 / 100, self.0 % 100);
        if hundredths % 10 == 0 {
            write!(f, "{whole},{}:1", hundredths / 10)
        } else {
            write!(f, "{whole},{hundredths:02}:1")
        }
    }
}

impl Colour {
    /// White.
    pub const WHITE: Self = Self { channels: [255; 3] };

    /// Black.
    pub const BLACK: Self = Self { channels: [0; 3] };

    /// A colour by its number, `0x0b4f5c`.
    pub const fn new(number: u32) -> Self {
        let [_, red, green, blue] = number.to_be_bytes();
        Self { channels: [red, green, blue] }
    }

    /// Reads `#0b4f5c` or `#abc`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if !digits.chars().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        match digits.len() {
            6 => u32::from_str_radix(digits, 16).ok().map(Self::new),
            3 => {
                let doubled: String = digits.chars().flat_map(|digit| [digit, digit]).collect();
                u32::from_str_radix(&doubled, 16).ok().map(Self::new)
            }
            _ => None,
        }
    }

    /// The way to another colour, in thousandths: 0 is this one, 1000 the other.
    #[must_use]
    pub fn toward(self, other: Self, thousandths: u32) -> Self {
        let part = thousandths.min(1000);
        let mut channels = self.channels;
        for (channel, target) in channels.iter_mut().zip(other.channels) {
            let mixed = (u32::from(*channel) * (1000 - part) + u32::from(target) * part + 500) / 1000;
            *channel = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
        Self { channels }
    }

    /// The colour nearest to this one, on the way to another, that is wanted; nothing when none is.
    pub fn nearest(self, other: Self, wanted: impl Fn(Self) -> bool) -> Option<Self> {
        (0..=1000).map(|part| self.toward(other, part)).find(|colour| wanted(*colour))
    }

    /// The contrast with another colour.
    pub fn contrast(self, other: Self) -> Contrast {
        let (one, two) = (self.luminance(), other.luminance());
        let ratio = (one.max(two) + FLARE) * 100 / (one.min(two) + FLARE);
        Contrast(u32::try_from(ratio).unwrap_or(u32::MAX))
    }

    /// Whether text in this colour can be read on a ground, and the other way round.
    pub fn is_readable_on(self, ground: Self) -> bool {
        self.contrast(ground) >= Contrast::TEXT
    }

    /// Relative luminance, white being [`FULL`].
    fn luminance(self) -> u64 {
        let [red, green, blue] = self.channels.map(|channel| u64::from(LINEAR[usize::from(channel)]));
        (red * 2126 + green * 7152 + blue * 722) / 10_000
    }
}

impl fmt::Display for Colour {
    /// `#0b4f5c`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.channels;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// The luminance of white.
const FULL: u64 = 100_000_000;

/// Light that the ambience adds to every colour: five hundredths.
const FLARE: u64 = FULL / 20;

/// The light of each channel value, of [`FULL`]: c / 12,92 up to 0,04045 and ((c + 0,055) / 1,055)^2,4 above, rounded.
#[rustfmt::skip] // one number a line would hide the rest of the file
const LINEAR: [u32; 256] = [
    0, 30_353, 60_705, 91_058, 121_411, 151_763, 182_116, 212_469, 242_822, 273_174, 303_527, 334_654, 367_651,
    402_472, 439_144, 477_695, 518_152, 560_539, 604_883, 651_209, 699_541, 749_903, 802_319, 856_813, 913_406,
    972_122, 1_032_982, 1_096_009, 1_161_225, 1_228_649, 1_298_303, 1_370_208, 1_444_384, 1_520_851, 1_599_629,
    1_680_738, 1_764_195, 1_850_022, 1_938_236, 2_028_856, 2_121_901, 2_217_388, 2_315_337, 2_415_763, 2_518_686,
    2_624_122, 2_732_089, 2_842_604, 2_955_683, 3_071_344, 3_189_603, 3_310_477, 3_433_981, 3_560_131, 3_688_945,
    3_820_437, 3_954_624, 4_091_520, 4_231_141, 4_373_503, 4_518_620, 4_666_509, 4_817_182, 4_970_657, 5_126_946,
    5_286_065, 5_448_028, 5_612_849, 5_780_543, 5_951_124, 6_124_605, 6_301_002, 6_480_327, 6_662_594, 6_847_817,
    7_036_010, 7_227_185, 7_421_357, 7_618_538, 7_818_742, 8_021_982, 8_228_271, 8_437_621, 8_650_046, 8_865_559,
    9_084_171, 9_305_896, 9_530_747, 9_758_735, 9_989_873, 10_224_173, 10_461_648, 10_702_310, 10_946_171, 11_193_243,
    11_443_537, 11_697_067, 11_953_843, 12_213_877, 12_477_182, 12_743_768, 13_013_648, 13_286_832, 13_563_333,
    13_843_162, 14_126_329, 14_412_847, 14_702_727, 14_995_979, 15_292_615, 15_592_646, 15_896_084, 16_202_938,
    16_513_219, 16_826_940, 17_144_110, 17_464_740, 17_788_842, 18_116_424, 18_447_499, 18_782_077, 19_120_168,
    19_461_783, 19_806_932, 20_155_625, 20_507_874, 20_863_687, 21_223_076, 21_586_050, 21_952_620, 22_322_796,
    22_696_587, 23_074_005, 23_455_058, 23_839_757, 24_228_112, 24_620_133, 25_015_828, 25_415_209, 25_818_285,
    26_225_066, 26_635_560, 27_049_779, 27_467_731, 27_889_426, 28_314_874, 28_744_084, 29_177_065, 29_613_827,
    30_054_379, 30_498_731, 30_946_892, 31_398_871, 31_854_678, 32_314_321, 32_777_810, 33_245_154, 33_716_362,
    34_191_442, 34_670_406, 35_153_260, 35_640_014, 36_130_678, 36_625_260, 37_123_768, 37_626_212, 38_132_601,
    38_642_943, 39_157_248, 39_675_523, 40_197_778, 40_724_021, 41_254_261, 41_788_507, 42_326_767, 42_869_050,
    43_415_364, 43_965_717, 44_520_119, 45_078_578, 45_641_102, 46_207_700, 46_778_380, 47_353_150, 47_932_018,
    48_514_994, 49_102_085, 49_693_300, 50_288_646, 50_888_132, 51_491_767, 52_099_557, 52_711_513, 53_327_640,
    53_947_949, 54_572_446, 55_201_140, 55_834_039, 56_471_151, 57_112_483, 57_758_044, 58_407_842, 59_061_884,
    59_720_179, 60_382_734, 61_049_557, 61_720_656, 62_396_039, 63_075_714, 63_759_687, 64_447_968, 65_140_564,
    65_837_482, 66_538_730, 67_244_316, 67_954_247, 68_668_531, 69_387_176, 70_110_189, 70_837_578, 71_569_350,
    72_305_513, 73_046_074, 73_791_041, 74_540_421, 75_294_222, 76_052_450, 76_815_115, 77_582_222, 78_353_779,
    79_129_794, 79_910_274, 80_695_226, 81_484_657, 82_278_575, 83_076_988, 83_879_901, 84_687_323, 85_499_261,
    86_315_721, 87_136_712, 87_962_240, 88_792_312, 89_626_935, 90_466_117, 91_309_865, 92_158_186, 93_011_086,
    93_868_573, 94_730_654, 95_597_335, 96_468_625, 97_344_529, 98_225_055, 99_110_210, 100_000_000,
];

#[cfg(test)]
mod tests {
    use super::{Colour, Contrast};

    fn ratio(one: &str, two: &str) -> u32 {
        let colour = |text| Colour::parse(text).expect("a colour");
        colour(one).contrast(colour(two)).0
    }

    // Ratios that others publish: the W3C's own techniques and common checkers.
    #[test]
    fn contrasts_are_those_that_are_known() {
        assert_eq!(ratio("#000", "#fff"), 2100);
        assert_eq!(ratio("#fff", "#000000"), 2100);
        assert_eq!(ratio("#fff", "#fff"), 100);
        assert_eq!(ratio("#767676", "#ffffff"), 454);
        assert_eq!(ratio("#777777", "#ffffff"), 447);
        assert_eq!(ratio("#ff0000", "#ffffff"), 399);
        assert_eq!(ratio("#0000ff", "#ffffff"), 859);
        assert_eq!(ratio("#ffff00", "#ffffff"), 107);
        assert!(!Colour::new(0x77_77_77).is_readable_on(Colour::WHITE));
        assert!(Colour::new(0x76_76_76).is_readable_on(Colour::WHITE));
    }

    #[test]
    fn ratios_are_written_in_swedish() {
        let written = [2100, 454, 450, 306, 103].map(|ratio| Contrast(ratio).to_string());
        assert_eq!(written, ["21,0:1", "4,54:1", "4,5:1", "3,06:1", "1,03:1"]);
    }

    #[test]
    fn colours_are_read_as_they_are_written_in_html() {
        assert_eq!(Colour::parse("#0B4f5c"), Some(Colour::new(0x0b_4f_5c)));
        assert_eq!(Colour::parse("#abc"), Some(Colour::new(0xaa_bb_cc)));
        for wrong in ["0b4f5c", "#0b4f5", "#0b4f5cff", "#0b4f5g", "petrol", "", "#", "#åäö"] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_nearest_colour_is_just_enough() {
        let light = Colour::new(0x3a_9f_b0);
        let found = light.nearest(Colour::BLACK, |colour| colour.is_readable_on(Colour::WHITE)).expect("black is");
        assert!(found.is_readable_on(Colour::WHITE));
        assert!(found.contrast(Colour::WHITE) < Contrast(465), "{}", found.contrast(Colour::WHITE));
    }
}
