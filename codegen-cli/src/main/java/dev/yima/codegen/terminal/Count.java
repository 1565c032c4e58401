package dev.yima.codegen.terminal;

/** A number of things in words. */
public final class Count {
    private Count() {}

    /** The number with its noun: {@code 1 code}, {@code 2 codes}. */
    public static String of(long count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }

    /** The same with its verb: {@code 1 code is}, {@code 2 codes are}. */
    public static String are(long count, String one) {
        return of(count, one) + (count == 1 ? " is" : " are");
    }
}
