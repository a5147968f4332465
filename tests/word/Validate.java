import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.poi.schemas.ooxml.system.ooxml.TypeSystemHolder;
import org.apache.xmlbeans.XmlError;
import org.apache.xmlbeans.XmlObject;
import org.apache.xmlbeans.XmlOptions;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Holds every part of Word documents against the schema of the format, read as a program of the first edition reads it:
 * what it may ignore is taken out, and of alternatives it takes the last.
 */
public class Validate {
    static final String COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006";
    static final String NEWER = "http://schemas.microsoft.com/office/word/2010/wordml";

    public static void main(String[] files) throws Exception {
        boolean valid = true;
        for (String file : files) {
            try (ZipFile archive = new ZipFile(file)) {
                for (ZipEntry entry : Collections.list(archive.entries())) {
                    String name = entry.getName();
                    boolean own = name.startsWith("word/") && name.endsWith(".xml") || name.equals("docProps/app.xml");
                    if (own) {
                        valid &= validate(file, name, archive.getInputStream(entry));
                    }
                }
            }
        }
        System.exit(valid ? 0 : 1);
    }

    static boolean validate(String file, String name, InputStream part) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(part.readAllBytes()));
        document.getDocumentElement().removeAttributeNS(COMPATIBILITY, "Ignorable");
        for (Element choice : all(document, COMPATIBILITY, "AlternateContent")) {
            Node fallback = choice.getElementsByTagNameNS(COMPATIBILITY, "Fallback").item(0);
            while (fallback.getFirstChild() != null) {
                choice.getParentNode().insertBefore(fallback.getFirstChild(), choice);
            }
            choice.getParentNode().removeChild(choice);
        }
        for (Element newer : all(document, NEWER, "*")) {
            newer.getParentNode().removeChild(newer);
        }
        XmlObject typed = TypeSystemHolder.typeSystem.parse(document, null, null);
        List<XmlError> errors = new ArrayList<>();
        boolean known = !typed.schemaType().isNoType();
        boolean valid = known && typed.validate(new XmlOptions().setErrorListener(errors));
        Set<String> messages = new LinkedHashSet<>();
        errors.forEach(error -> messages.add(error.getMessage()));
        if (!known) {
            messages.add("no element of the schema");
        }
        messages.forEach(message -> System.out.println(file + ": " + name + ": " + message));
        return valid;
    }

    static List<Element> all(Document document, String namespace, String name) {
        NodeList found = document.getElementsByTagNameNS(namespace, name);
        List<Element> elements = new ArrayList<>();
        for (int at = 0; at < found.getLength(); at++) {
            elements.add((Element) found.item(at));
        }
        return elements;
    }
}
