package dev.yima.gateway.house;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows of the house, as tests. */
class ArchitectureTest {
    private static final String ROOT = "dev.yima.gateway";
    private static final Path SOURCES = Path.of("src/main/java/dev/yima/gateway");
    private static final Path SETTINGS = Path.of("src/main/resources/application.properties");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.yima");
    private static final int PARAMETERS_MAX = 7;
    private static final String CONNECTION = "io.vertx.mutiny.sqlclient.SqlClient";
    private static final Set<String> CONNECTIONS =
            Set.of("io.vertx.mutiny.sqlclient.Pool", "org.hibernate.reactive.mutiny.Mutiny$SessionFactory");

    @Test
    void featuresFormNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("dev.yima.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void constructorsTakeSevenAtMost() {
        List<String> offenders = ALL.stream()
                .filter(type -> !type.isRecord()
                        && !type.isEnum()
                        && !type.getSimpleName().isEmpty())
                .flatMap(type -> type.getConstructors().stream())
                .filter(constructor -> constructor.getRawParameterTypes().size() > PARAMETERS_MAX)
                .map(JavaConstructor::getFullName)
                .toList();
        assertTrue(offenders.isEmpty(), offenders.toString());
    }

    /**
     * A transaction that waits for a second connection of its pool, while those who wait for its locks have all the
     * others, waits until PostgreSQL gives up. It found an invitation that did so: eight at once, and one was refused
     * after five seconds.
     */
    @Test
    void noTransactionAsksForASecondConnection() {
        Set<JavaCodeUnit> connecting = new HashSet<>();
        CLASSES.stream()
                .flatMap(type -> type.getFieldAccessesFromSelf().stream())
                .filter(access ->
                        CONNECTIONS.contains(access.getTarget().getRawType().getName()))
                .map(JavaAccess::getOrigin)
                .filter(JavaMethod.class::isInstance)
                .forEach(connecting::add);
        Set<JavaMethodCall> calls = CLASSES.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .collect(Collectors.toSet());
        int known;
        do {
            known = connecting.size();
            calls.stream()
                    .filter(call -> call.getTarget()
                            .resolveMember()
                            .filter(connecting::contains)
                            .isPresent())
                    .map(JavaAccess::getOrigin)
                    .filter(JavaMethod.class::isInstance)
                    .forEach(connecting::add);
        } while (connecting.size() > known);
        List<String> offenders = connecting.stream()
                .filter(method ->
                        method.getRawParameterTypes().stream().anyMatch(type -> type.isAssignableTo(CONNECTION)))
                .map(JavaCodeUnit::getFullName)
                .sorted()
                .toList();
        assertEquals(List.of(), offenders);
    }

    @Test
    void claimsAreCommittedByTheirOwnersAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".claim..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".claim.commit..")
                .check(CLASSES);
    }

    @Test
    void thePayoutCoreKnowsNoProvider() throws IOException {
        Pattern word = Pattern.compile("(?i)sandbox|wechat|openid");
        Path core = SOURCES.resolve("payout");
        try (Stream<Path> files = Files.walk(core)) {
            List<Path> offenders = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.startsWith(core.resolve("sandbox")))
                    .filter(file -> word.matcher(read(file)).find())
                    .toList();
            assertTrue(offenders.isEmpty(), offenders.toString());
        }
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".payout", ROOT + ".payout.reconciliation")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".payout.sandbox..")
                .check(CLASSES);
    }

    @Test
    void theFoundationsKnowNoFeature() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".platform..", ROOT + ".problem..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(features())
                .check(CLASSES);
    }

    @Test
    void theHotPathKnowsNoHibernate() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".scan..",
                        ROOT + ".claim..",
                        ROOT + ".ledger..",
                        ROOT + ".scanstate..",
                        ROOT + ".ratelimit..",
                        ROOT + ".history..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.hibernate..")
                .check(CLASSES);
    }

    /** Keeps true why known flaws of Quarkus are accepted: see {@code .mvn/vulnerable-versions.xml}. */
    @Test
    void accessIsNeverDecidedByPath() throws IOException {
        noClasses().should().implement(HttpSecurityPolicy.class).check(CLASSES);
        assertFalse(Files.readString(SETTINGS).contains("quarkus.http.auth.permission"));
    }

    @Test
    void onlyResourcesAndFiltersSpeakHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".problem..")
                .and()
                .haveNameNotMatching(".*(Resource|Filter)([_$].*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .check(CLASSES);
    }

    @Test
    void formsAreReadByUsAlone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("jakarta.ws.rs.FormParam")
                .because("what it does with a damaged form is no answer")
                .check(CLASSES);
    }

    @Test
    void theAddressOfAClientIsReadInOnePlace() {
        noClasses()
                .that()
                .doNotHaveSimpleName("ClientAddresses")
                .should()
                .callMethodWhere(target(name("remoteAddress")))
                .because("a proxy may stand between")
                .check(CLASSES);
    }

    @Test
    void onlyTheScanFlowAsksForClaims() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".scan..", ROOT + ".partnerapp..", ROOT + ".claim..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(ROOT + ".claim.Claims")
                .check(CLASSES);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] features() {
        return Stream.of(
                        "brand",
                        "campaign",
                        "claim",
                        "demo",
                        "diversion",
                        "history",
                        "insight",
                        "ledger",
                        "lot",
                        "member",
                        "partner",
                        "partnerapp",
                        "payout",
                        "place",
                        "product",
                        "ratelimit",
                        "reward",
                        "scan",
                        "scanstate",
                        "supply",
                        "visitor")
                .map(feature -> ROOT + "." + feature + "..")
                .toArray(String[]::new);
    }
}
