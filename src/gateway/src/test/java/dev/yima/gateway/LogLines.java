package dev.yima.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What a class writes to the log, as level and message. */
public final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    public LogLines(Class<?> writer) {
        logger = Logger.getLogger(writer.getName());
        logger.addHandler(this);
    }

    public List<String> all() {
        return lines;
    }

    @Override
    public void publish(LogRecord written) {
        String message = written instanceof ExtLogRecord ext ? ext.getFormattedMessage() : written.getMessage();
        lines.add(written.getLevel() + " " + message);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
