package dev.yima.gateway;

import dev.yima.embedded.redis.RedisCluster;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Redis Cluster instead of the one Redis of other tests; a test that has a field for it is given it. */
public class ClusterServers extends TestServers {
    private @Nullable RedisCluster cluster;
    private @Nullable Path home;

    @Override
    public Map<String, String> start() {
        Map<String, String> properties = super.start();
        home = temporaryHome();
        cluster = RedisCluster.start(home);
        properties.put("yima.redis-url", cluster.url());
        return properties;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(cluster, new TestInjector.MatchesType(RedisCluster.class));
    }

    @Override
    public void stop() {
        if (cluster != null && home != null) {
            cluster.close();
            deleteAll(home);
        }
    }
}
