package dev.yima.codegen.print;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintVerbTest {
    private static final int SIZE = 5;

    @TempDir
    private Path temp = Path.of("");

    private PrintFixture job = new PrintFixture(temp, 1, "https://q.example.com");

    @BeforeEach
    void makeJob() {
        job = new PrintFixture(temp, SIZE, "https://q.example.com");
    }

    @Test
    void aTableIsWrittenInTheColumnsThatWereAskedFor() throws IOException {
        job.print(job.writeFolder(), "--format", "csv", "--columns", "grouped,lot,serial")
                .succeeded();

        List<String> lines = Files.readAllLines(job.out().resolve("codes.csv"));
        assertEquals("grouped,lot,serial", lines.get(0));
        assertEquals(job.code(4).grouped() + ",0C1S,4", lines.get(5));
    }

    @Test
    void aTableInItsOwnColumnsIsTheSameFile() throws IOException {
        job.print(job.writeFolder(), "--format", "csv").succeeded();

        assertEquals(job.lines(), Files.readAllLines(job.out().resolve("codes.csv")));
    }

    /** A label is whatever staff, or who made the folder, wrote: what a spreadsheet would compute is text. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '`',
            value = {
                "=cmd|calc!A1 > '=cmd|calc!A1",
                "+1           > '+1",
                "-2+3         > '-2+3",
                "@SUM(1,2)    > \"'@SUM(1,2)\"",
                "\\t=1        > '=1",
                "＝1          > '＝1",
                "Line 3 = 28  > Line 3 = 28",
            })
    void aLabelIsNoFormula(String label, String cell) throws IOException {
        job.print(job.describe("ITEM_INNER", label), "--format=csv", "--columns=label,serial,url")
                .succeeded();

        String text = Files.readString(job.out().resolve("codes.csv"));
        assertTrue(text.startsWith("label,serial,url\n" + cell + ",0,HTTPS://"), text);
    }

    /** Seen red with a print that looked at no host. */
    @Test
    void codesOfAnotherHostThanIsExpectedAreNotPrinted() {
        Path file = job.write("all.csv", String.join("\n", job.lines()) + "\n");
        job.print(file, "--format", "csv", "--expect-host", "q.exarnple.com")
                .failed(1, "all.csv, line 2", "--expect-host", "HTTPS://Q.EXAMPLE.COM");
        job.print(file, "--format", "csv", "--expect-host", "q.example.com").succeeded();
    }

    @Test
    void labelPrintersGetOneFormatForEachCode() throws IOException {
        job.print(job.writeFolder(), "--format", "zpl", "--dpi", "203", "--level", "q")
                .succeeded();

        List<String> lines = Files.readAllLines(job.out().resolve("labels.zpl"));
        assertEquals(SIZE, lines.size());
        for (int serial = 0; serial < SIZE; serial++) {
            String line = lines.get(serial);
            assertTrue(line.startsWith("^XA^LH0,0^"), line);
            assertTrue(line.contains("^PW305^LL169^"), line);
            assertTrue(line.contains("^BQN,2,4^FH_^FDQA," + job.urls().get(serial) + "^FS"), line);
            assertTrue(line.contains("^FD" + job.code(serial).grouped() + "^FS^XZ"), line);
        }
    }

    @Test
    void labelPrintersObeyNothingInAUrl() throws IOException {
        String url = job.urls().get(0) + "?a=~b^c_d";
        Path file = job.write("one.csv", "serial,code,url\n0," + job.code(0).text() + "," + url + "\n");
        job.print(file, "--format", "zpl").succeeded();

        String line = Files.readString(job.out().resolve("labels.zpl"));
        assertTrue(line.contains("^FDMA," + job.urls().get(0) + "?a=_7Eb_5Ec_5Fd^FS"), line);
    }

    @Test
    void filesComeInFoldersOfAThousand() {
        job = new PrintFixture(temp, 2_001, "https://q.example.com");
        job.print(job.writeFolder(), "--format", "png", "--dpi", "72").stdout();

        List<Path> files = job.files();
        assertEquals(2_001, files.size());
        assertTrue(files.get(999).startsWith(job.out().resolve("00000")));
        assertEquals(
                "00002/00002000-" + job.code(2_000).text() + ".png",
                job.out().relativize(files.get(2_000)).toString());
    }

    @Test
    void spreadsheetsLeaveMarksQuotesAndLineEnds() {
        String rows = "\uFEFFnote,Code,SERIAL,url\r\nx,\"" + job.code(0).grouped() + "\",0,\"\"\r\n\r\n";
        job.print(job.write("sheet.csv", rows), "--format", "csv").succeeded();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0,0C1S1YNT84EZMPS,                                      | code must be 16 symbols",
                "x,0C1S1YNT84EZMPS4,                                     | serial must be 0 to 16777215: serial=x",
                "16777216,0C1S1YNT84EZMPS4,                              | serial must be 0 to 16777215",
                "0,0C1S1YNT84EZMPS4,https://q.example.com/0C1S1YNT84EZMPS5 | url must be a URL of this row's code",
                "0,0C1S1YNT84EZMPS4,0C1S1YNT84EZMPS4                     | url must be a URL of this row's code",
                "0,0C1S1YNT84EZMPS4,https://käse.cn/0C1S1YNT84EZMPS4     | url must be a URL of this row's code",
                "0,0C1S1YNT84EZMPS4                                      | must have 3 fields: 2",
            })
    void aBrokenRowIsNamedByItsLine(String row, String said) {
        Path file = job.write("c.csv", job.lines().get(0) + "\n" + job.lines().get(1) + "\n" + row.strip() + "\n");

        job.print(file, "--format", "pdf").failed(1, file + ", line 3: " + said);
    }

    @Test
    void aCodeThatStandsTwiceIsNotPrinted() {
        String again = job.lines().get(2).replaceFirst("1,", "7,");
        Path file = job.write("c.csv", String.join("\n", job.lines()) + "\n" + again + "\n");

        job.print(file, "--format", "svg")
                .failed(
                        1,
                        "line 7: must not name a code twice: code="
                                + job.code(1).text());
    }

    @Test
    void aLineWithoutEndIsNotReadIntoMemory() {
        Path file = job.write("c.csv", "serial,code,url\n" + "9".repeat(1_000_000));

        job.print(file, "--format", "csv").failed(1, "line 2: must have at most 65536 characters");
    }

    @Test
    void whatIsNotTextIsRefused() throws IOException {
        Path file = Files.write(temp.resolve("c.csv"), new byte[] {'s', (byte) 0xFF, '\n'});

        job.print(file, "--format", "csv").failed(1, "line 1: must be text in UTF-8, UTF-16 or GB18030");
    }

    @Test
    void aFileWithoutTheColumnsIsRefused() {
        job.print(job.write("c.csv", "serial,code\n"), "--format", "csv").failed(1, "line 1: the header must name");
        job.print(job.write("c.csv", ""), "--format", "csv").failed(1, "line 1: the header must name");
    }

    @Test
    void noCodesAreNothingToPrint() {
        job.print(job.write("c.csv", "serial,code,url\n"), "--format", "pdf").failed(1, "at least one code");
    }

    @Test
    void aMissingSourceIsOneLine() {
        job.print(temp.resolve("nowhere"), "--format", "pdf").failed(1, "nowhere: no such file or directory");
    }

    @Test
    void aFolderThatIsNotEmptyIsKept() throws IOException {
        Path kept = job.write("printed/kept", "kept");

        job.print(job.writeFolder(), "--format", "pdf");

        assertTrue(job.stderr().contains("must not exist or be an empty directory"), job.stderr());
        assertEquals("kept", Files.readString(kept));
    }

    @ParameterizedTest
    @CsvSource({
        "--format=doc, doc",
        "--level=X, X",
        "--module-mm=0, --module-mm=0",
        "--module-mm=NaN, --module-mm=NaN",
        "--module-mm=11, --module-mm=11",
        "--dpi=71, --dpi=71",
        "--dpi=2401, --dpi=2401",
        "--columns=code;serial, code;serial",
    })
    void wrongOptionsAreWrongUsage(String option, String said) {
        Path source = job.writeFolder();
        boolean format = option.startsWith("--format");

        job.print(source, format ? new String[] {option} : new String[] {"--format=pdf", option})
                .failed(2, said);
    }

    @Test
    void aColumnTwiceIsWrongUsage() {
        job.print(job.writeFolder(), "--format=csv", "--columns=code,code")
                .failed(2, "must name at least one column, and each once");
        job.print(job.writeFolder(), "--format=csv", "--columns=,").failed(2, "must name at least one column");
    }

    @Test
    void aModuleThatDoesNotFitTheLabelIsRefused() {
        job.print(job.writeFolder(), "--format=pdf", "--module-mm=0.6").failed(1, "must be at most 0.570 mm");
        job.print(job.writeFolder(), "--format=zpl", "--module-mm=0.55", "--dpi=600")
                .failed(1, "must be 1 to 10 dots");
    }

    @Test
    void aNarrowModuleIsWarnedOf() {
        job.print(job.writeFolder(), "--format=pdf", "--module-mm=0.2");

        assertTrue(job.stdout().contains("5 labels"), job.stdout());
        assertTrue(job.stderr().contains("warning: modules should be at least 0.25 mm"), job.stderr());
    }

    @Test
    void theResultIsThereForMachines() throws IOException {
        job.print(job.writeFolder(), "--format=pdf", "-o", "json").succeeded();

        assertEquals(
                SIZE, new ObjectMapper().readTree(job.stdout()).path("labels").asInt());
    }
}
