package dev.yima.bench.crash;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.yima.bench.load.HttpLoad;
import dev.yima.bench.load.ShuffledCodes;
import dev.yima.bench.load.SimulatedUsers;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * People who claim over several replicas, and what they were answered. Each fourth code is asked for a second time at
 * once, by somebody else at another replica, and so is every code whose answer never came: if a code can pay twice, it
 * does here. An answer that never comes or is no success is nobody's fault. Of the answers that come one in a hundred
 * is lost on its way to the phone, which asks again, and must be told the same. Belongs to the thread of its load.
 */
final class ConcurrentClaims implements HttpLoad.Caller {
    private static final byte[] MEMBER = "\"memberId\":\"".getBytes(US_ASCII);
    private static final byte[] REWARD = "\"reward\":{".getBytes(US_ASCII);
    private static final byte[] ID = "\"id\":\"".getBytes(US_ASCII);
    private static final byte[] NO_REWARD = "\"reward\":null".getBytes(US_ASCII);
    private static final int UUID_LENGTH = 36;
    private static final int ONE_IN = 4;
    private static final int LOST_ONE_IN = 100;
    private static final int NOTHING = -1;

    /** The longest wait that still is a race: a replica that is away shall not gather thousands of them. */
    private static final int WAITING_MAX = 8;

    private final SimulatedUsers users;
    private final ShuffledCodes codes;
    private final SplittableRandom random;
    private final int[] asked;
    private final int[] asking;
    private final List<Queue<Integer>> again = new ArrayList<>();
    private final Map<Integer, Unheard> unheard = new HashMap<>();
    private final List<String> untold = new ArrayList<>();
    private final Map<Integer, Award> awards = new HashMap<>();
    private final List<Twice> twice = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private int next;
    private volatile boolean stopped;

    /**
     * Prepares it.
     *
     * @param users the users who claim
     * @param codes the codes to claim
     * @param random the source of chance
     * @param connections the number of connections of the load has
     * @param replicas the number of replicas that they are spread over, 2 or more
     */
    ConcurrentClaims(
            SimulatedUsers users, ShuffledCodes codes, SplittableRandom random, int connections, int replicas) {
        this.users = users;
        this.codes = codes;
        this.random = random;
        this.asked = new int[connections];
        this.asking = new int[connections];
        Arrays.fill(asked, NOTHING);
        for (int i = 0; i < replicas; i++) {
            again.add(new ArrayDeque<>());
        }
    }

    /**
     * An award as it was answered or stored.
     *
     * @param id the claim's id
     * @param member the winner
     */
    record Award(UUID id, UUID member) {}

    /**
     * An award whose answer never reached the phone.
     *
     * @param person the winner, as one of the users
     * @param award the award
     */
    private record Unheard(int person, Award award) {}

    /**
     * Two awards that were answered for one code.
     *
     * @param code the index of the code
     * @param first the award that was answered first
     * @param then the other
     */
    record Twice(int code, Award first, Award then) {}

    /** Asks no more, until it goes on; may be called by any thread. */
    void stop() {
        stopped = true;
    }

    /** Goes on with a new load; whatever was not answered is asked for again. */
    void goOn() {
        stopped = false;
        for (int connection = 0; connection < asked.length; connection++) {
            if (asked[connection] != NOTHING) {
                elsewhere(connection, asked[connection]);
                asked[connection] = NOTHING;
            }
        }
    }

    /** The answers, by the index of the code. */
    Map<Integer, Award> awards() {
        return awards;
    }

    /** Winners who never heard that they had won, asked again, and were not told the same. */
    List<String> untold() {
        return untold;
    }

    /** Codes that were answered with two awards; of these the later one is among {@link #awards}. */
    List<Twice> twice() {
        return twice;
    }

    /** Forgets awards, and asks for their codes again before any other. */
    void askAgain(Collection<Integer> lost) {
        for (int code : lost) {
            awards.remove(code);
            again.get(code % again.size()).add(code);
        }
    }

    /** Answers that make no sense. */
    List<String> faults() {
        return faults;
    }

    @Override
    public boolean ask(int connection, ByteBuffer request) {
        Integer code = queue(connection).poll();
        if (stopped || (code == null && next == codes.count())) {
            return false;
        }
        if (code == null) {
            code = next++;
            if (random.nextInt(ONE_IN) == 0 && queue(connection + 1).size() < WAITING_MAX) {
                elsewhere(connection, code);
            }
        }
        asked[connection] = code;
        Unheard lost = unheard.get(code);
        asking[connection] = lost == null ? random.nextInt(users.size()) : lost.person;
        users.claim(request, asking[connection], codes, code);
        return true;
    }

    @Override
    public boolean hear(int connection, int status, HttpLoad.Bytes answer) {
        int code = asked[connection];
        asked[connection] = NOTHING;
        if (status != 200) {
            elsewhere(connection, code);
            return false;
        }
        Unheard lost = unheard.get(code);
        Unheard again = lost != null && lost.person == asking[connection] ? lost : null;
        if (answer.indexOf(NO_REWARD) >= 0) {
            if (again != null) {
                untold.add("the winner was not told again: " + codes.text(code) + " " + again.award);
            }
            return true;
        }
        Award award = award(answer);
        if (award == null) {
            faults.add("must be an award or none: " + answer.text(answer.from(), answer.to()));
            return false;
        }
        Award before = awards.put(code, award);
        if (before != null && !before.equals(award)) {
            twice.add(new Twice(code, before, award));
        }
        if (before == null && random.nextInt(LOST_ONE_IN) == 0) {
            unheard.put(code, new Unheard(asking[connection], award));
            elsewhere(connection, code);
        } else if (again != null) {
            unheard.remove(code);
        }
        return true;
    }

    private void elsewhere(int connection, int code) {
        queue(connection + 1).add(code);
    }

    private Queue<Integer> queue(int connection) {
        return again.get(connection % again.size());
    }

    private static @Nullable Award award(HttpLoad.Bytes answer) {
        int reward = answer.indexOf(REWARD);
        UUID member = uuid(answer, MEMBER);
        UUID id = reward < 0 ? null : uuid(new HttpLoad.Bytes(answer.array(), reward, answer.to()), ID);
        return id == null || member == null ? null : new Award(id, member);
    }

    private static @Nullable UUID uuid(HttpLoad.Bytes text, byte[] before) {
        int from = text.indexOf(before) + before.length;
        return from < before.length ? null : UUID.fromString(text.text(from, from + UUID_LENGTH));
    }
}
