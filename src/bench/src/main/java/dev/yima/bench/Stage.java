package dev.yima.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/** Servers, a service with room for no more than 512 MB, and people: what the benchmarks of the scan path share. */
final class Stage implements AutoCloseable {
    static final int CONNECTIONS = 256;
    static final int PEOPLE = 10_000;
    /** A few thousand people are fewer than those of a festival evening: each scans oftener than a person may. */
    static final Map<String, String> TIRELESS = Map.of("YIMA_LIMITS_PERSON_SCANS_PER_MINUTE", "1000000");

    private final Servers servers;
    private final Service service;
    private final Crowd crowd;

    private Stage(Servers servers, Service service, Crowd crowd) {
        this.servers = servers;
        this.service = service;
        this.crowd = crowd;
    }

    /** Sets everything up. */
    static Stage open(PrintStream out) throws IOException {
        return open(out, Map.of());
    }

    /** Sets everything up, the service with further settings. */
    static Stage open(PrintStream out, Map<String, String> settings) throws IOException {
        Servers servers = Servers.start();
        try {
            Map<String, String> all = new HashMap<>(TIRELESS);
            all.putAll(settings);
            Service service = Service.start(servers, "service", all);
            try {
                Service.ActiveLot hello = service.lot("ITEM_OUTER", 1 << 14, "");
                Crowd crowd = Crowd.meet(service.address(), PEOPLE, Codes.of(hello.codec(), PEOPLE));
                out.println("servers, service and " + crowd.size() + " people are there");
                return new Stage(servers, service, crowd);
            } catch (IOException | RuntimeException e) {
                service.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    Servers servers() {
        return servers;
    }

    Service service() {
        return service;
    }

    Crowd crowd() {
        return crowd;
    }

    @Override
    public void close() throws IOException {
        service.close();
        servers.close();
    }
}
