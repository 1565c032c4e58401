package dev.yima.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Many people at once. */
public record Phones(int workers) {
    private static final long SECONDS_MAX = 120;

    /** A crowd of so many. */
    public static Phones of(int workers) {
        return new Phones(workers);
    }

    /** Does something for each of many, as many at a time as there are workers; the answers in the same order. */
    public <I, O> List<O> each(List<I> items, Function<I, O> deed)
            throws ExecutionException, InterruptedException, TimeoutException {
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            List<Future<O>> answers = new ArrayList<>();
            for (I item : items) {
                Callable<O> task = () -> deed.apply(item);
                answers.add(pool.submit(task));
            }
            List<O> results = new ArrayList<>();
            for (Future<O> answer : answers) {
                results.add(answer.get(SECONDS_MAX, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
