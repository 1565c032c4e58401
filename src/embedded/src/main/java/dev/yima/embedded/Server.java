package dev.yima.embedded;

/** A server that runs and answers. */
interface Server extends AutoCloseable {
    /** Where it listens, with user and password. */
    String url();

    /** Stops it; returns when no process of it is left. */
    @Override
    void close();
}
