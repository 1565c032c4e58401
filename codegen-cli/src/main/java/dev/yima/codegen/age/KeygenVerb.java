package dev.yima.codegen.age;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.yima.codegen.files.OwnerOnly;
import dev.yima.codegen.terminal.CommandFailed;
import dev.yima.codegen.terminal.OutputOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code codegen keygen}: a key pair for whoever is to receive codes. */
@Command(
        name = "keygen",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Make a key pair for a recipient of codes.",
        description = "The printing house runs this once, keeps the file, and sends its public key to the brand."
                + " No server is asked. The file is one of age's: 'age -d -i FILE' opens what is encrypted.",
        footerHeading = "%nExamples:%n",
        footer = {"  codegen keygen --out printer.key", "  codegen keygen --out printer.key -o json"})
public final class KeygenVerb implements Callable<Integer> {
    private final OutputOptions output;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The file of the secret key; must not exist. Only its owner can read it.")
    private Path out = Path.of("");

    /** Makes the verb with the surroundings of the command. */
    public KeygenVerb(OutputOptions output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        OwnerOnly.mustBeNamed(out);
        KeyPair pair = pair();
        String publicKey = new String(pair.getPublic().getEncoded(), US_ASCII);
        String secretKey = new String(pair.getPrivate().getEncoded(), US_ASCII);
        String text = "# created: " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n# public key: " + publicKey
                + "\n" + secretKey + "\n";
        try {
            write(OwnerOnly.makeFile(out), text);
        } catch (IOException e) {
            throw CommandFailed.io("cannot write " + out, e);
        }
        output.print(
                "public key  " + publicKey + "\nsecret key  in " + out,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("publicKey", publicKey)
                        .put("secretKeyFile", out.toString()));
        return 0;
    }

    /** Half a key is none: a file that could not be written whole is taken away. */
    private void write(FileChannel file, String text) throws IOException {
        try (file) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(out);
            throw e;
        }
    }

    private static KeyPair pair() {
        try {
            return new X25519KeyPairGenerator().generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has X25519", e);
        }
    }
}
