package dev.yima.gateway.lot.catalogue;

import dev.yima.gateway.platform.job.Job;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Warns in the log when four of five lot numbers are in use. */
@ApplicationScoped
class LotNumbersJob implements Job {
    private static final Logger LOG = Logger.getLogger(LotNumbersJob.class);
    private static final Duration EVERY = Duration.ofHours(12);

    private final LotNumbers numbers;

    LotNumbersJob(LotNumbers numbers) {
        this.numbers = numbers;
    }

    @Override
    public String name() {
        return "lot-numbers";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public Steps begin() {
        return () -> numbers.usage().invoke(LotNumbersJob::warn).replaceWith(false);
    }

    private static void warn(LotNumbers.Usage usage) {
        if (usage.scarce()) {
            LOG.warnf(
                    "%,d of %,d lot numbers are left: mint larger lots, and bind ranges of them",
                    usage.left(), usage.total());
        }
    }
}
