package dev.yima.gateway.payout.reconciliation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.yima.gateway.payout.reconciliation.Reconciliation.Kind;
import dev.yima.gateway.payout.reconciliation.Reconciliation.Line;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconciliationCsvTest {
    /** The number of a payment is whatever the provider states. */
    @Test
    void aNumberOfAProviderIsNeitherAFormulaNorTwoFields() {
        Line line = new Line(Kind.UNMATCHED, "CNY", 1, -188, "=cmd|\"x\",1", null, "-2+3");
        Reconciliation report = Reconciliation.of(LocalDate.EPOCH, Instant.EPOCH, List.of("@provider"), List.of(line));

        assertEquals("""
                line,currency,count,amountMinor,billNumber,rewardId,detail,decimal
                MISSING,,,,,,'@provider,
                UNMATCHED,CNY,1,-188,"'=cmd|""x"",1",,'-2+3,-1.88
                """, report.csv());
    }
}
