package dev.yima.embedded.process;

/** A server that runs and answers. */
public interface Server extends AutoCloseable {
    /** The URL of the server, with user and password. */
    String url();

    /** Stops it; returns when no process of it is left. */
    @Override
    void close();
}
