package dev.yima.gateway.diversion.count;

import dev.yima.gateway.platform.config.YimaConfig;
import dev.yima.gateway.platform.job.Job;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Counts scans by dealer: a step is a round, one after the other as long as there is more. */
@ApplicationScoped
class DiversionJob implements Job {
    private final DiversionRound round;
    private final YimaConfig.Diversion config;

    DiversionJob(DiversionRound round, YimaConfig config) {
        this.round = round;
        this.config = config.diversion();
    }

    @Override
    public String name() {
        return "diversion";
    }

    @Override
    public Duration every() {
        return config.every();
    }

    @Override
    public Steps begin() {
        return round::run;
    }
}
