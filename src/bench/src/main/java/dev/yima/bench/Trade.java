package dev.yima.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Those who sell: stores which have opened every case, each with its owner and a guide, and the dealer who supplied
 * them. People joined over HTTP; what they did with each case is written by SQL, since nobody opens that many.
 */
final class Trade {
    /** How many bottles are in a case. */
    static final int EACH = 24;

    /** What every claim gives to others, in points. */
    static final String SLOTS = """
            "slots":[{"slot":"STORE","kind":"POINTS","points":10},{"slot":"GUIDE","kind":"POINTS","points":3},
            {"slot":"DEALER","kind":"POINTS","points":5}]""";

    private static final int STORES = 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SELLERS = """
            FROM generate_series(0, ?::int - 1) AS n
            JOIN unnest(?::uuid[], ?::uuid[]) WITH ORDINALITY AS s(partner_id, member_id, k)
                ON s.k = 1 + n % cardinality(?::uuid[])
            JOIN partner p ON p.id = s.partner_id""";
    private static final String OPEN =
            "INSERT INTO case_opening (lot, serial, brand_id, store_id, member_id, opened_at)"
                    + " SELECT ?, n, p.brand_id, p.id, s.member_id, now() " + SELLERS;
    private static final String STAND = "INSERT INTO guide_bond (lot, serial, brand_id, store_id, member_id, bound_at)"
            + " SELECT ?, n, p.brand_id, p.id, s.member_id, now() " + SELLERS;
    private static final String SHIP = "INSERT INTO movement (lot, serial, id, brand_id, device, sequence, kind,"
            + " partner_id, moved_at, recorded_at, recorded_by)"
            + " SELECT l.lot, n, uuidv7(), p.brand_id, 'lot ' || l.lot, n, 'OUTBOUND', p.id, now(), now(), s.member_id"
            + " FROM (SELECT ?::int AS lot) AS l CROSS JOIN " + SELLERS.substring("FROM ".length());

    private final Service service;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Worker> owners = new ArrayList<>();
    private final List<Worker> guides = new ArrayList<>();
    private final Worker dealer;

    /**
     * Somebody who is paid.
     *
     * @param partner where they work
     * @param member who they are to the brand
     */
    record Worker(UUID partner, UUID member) {}

    private Trade(Service service) throws IOException {
        this.service = service;
        UUID dealerId = partner("{\"kind\":\"DEALER\",\"name\":\"Dealer\",\"territory\":[]}");
        this.dealer = worker(dealerId, "DEALER");
        for (int store = 0; store < STORES; store++) {
            UUID id =
                    partner("{\"kind\":\"STORE\",\"name\":\"Store " + store + "\",\"dealerId\":\"" + dealerId + "\"}");
            owners.add(worker(id, "STORE"));
            guides.add(worker(id, "GUIDE"));
        }
    }

    /** Adds them to a brand. */
    static Trade open(Service service) throws IOException {
        return new Trade(service);
    }

    /**
     * Makes cases of bottles, both on sale, and has every case shipped and opened.
     *
     * @param connection writes what was done with the cases
     * @param bottles how many; a power of two
     * @param campaign the bottles' campaign
     */
    Service.ActiveLot bottles(Connection connection, int bottles, String campaign) throws IOException, SQLException {
        int count = (bottles - 1) / EACH + 1;
        Service.ActiveLot cases = service.lot("CASE_INNER", count, "");
        Service.ActiveLot lot = service.lot("ITEM_INNER", bottles, campaign, cases.number(), EACH);
        int number = cases.codec().lot().value();
        write(connection, OPEN, number, count, owners);
        write(connection, STAND, number, count, guides);
        write(connection, SHIP, number, count, List.of(dealer));
        return lot;
    }

    /** Who must be paid, besides the consumer, when a bottle is drunk; by slot. */
    Map<String, UUID> paidFor(int bottle) {
        int store = bottle / EACH % STORES;
        return Map.of(
                "STORE", owners.get(store).member,
                "GUIDE", guides.get(store).member,
                "DEALER", dealer.member);
    }

    private static void write(Connection connection, String sql, int lot, int cases, List<Worker> workers)
            throws SQLException {
        UUID[] partners = workers.stream().map(Worker::partner).toArray(UUID[]::new);
        UUID[] members = workers.stream().map(Worker::member).toArray(UUID[]::new);
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setInt(1, lot);
            insert.setInt(2, cases);
            insert.setArray(3, connection.createArrayOf("uuid", partners));
            insert.setArray(4, connection.createArrayOf("uuid", members));
            insert.setArray(5, connection.createArrayOf("uuid", partners));
            if (insert.executeUpdate() != cases) {
                throw new IllegalStateException("must be as many as cases: " + cases);
            }
        }
    }

    private UUID partner(String body) throws IOException {
        return UUID.fromString(service.post("/api/v1/partners", body).get("id").asText());
    }

    /** Somebody accepts an invitation, with a phone that calls itself like no guest's. */
    private Worker worker(UUID partner, String role) throws IOException {
        String url = service.post("/api/v1/partners/" + partner + "/invitations", "{\"role\":\"" + role + "\"}")
                .get("url")
                .asText();
        String token = url.substring(url.lastIndexOf('/') + 1);
        HttpResponse<String> joined = send(request("/api/v1/partner/join")
                .POST(BodyPublishers.ofString("{\"token\":\"" + token + "\",\"name\":\"" + role + "\"}")));
        String cookie = joined.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        HttpResponse<String> self =
                send(request("/api/v1/partner").header("Cookie", cookie).GET());
        return new Worker(
                partner,
                UUID.fromString(JSON.readTree(self.body()).get("memberId").asText()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + service.address().getPort() + path))
                .header("User-Agent", "somebody who sells")
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
