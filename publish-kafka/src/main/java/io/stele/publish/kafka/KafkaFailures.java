package io.stele.publish.kafka;

import io.stele.publish.TargetException;
import io.stele.publish.TargetFencedException;
import io.stele.publish.TargetUnavailableException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/// What goes wrong with Kafka, in the words of publishers.
final class KafkaFailures {

    private KafkaFailures() {}

    /// @throws TargetException whatever goes wrong
    static <T> T translated(Callable<T> work) {
        try {
            return work.call();
        } catch (TargetException e) {
            throw e;
        } catch (ExecutionException e) {
            throw of(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TargetUnavailableException("interrupted", e);
        } catch (Exception e) {
            throw of(e);
        }
    }

    /// Work without a result.
    interface Work {
        void run() throws Exception;
    }

    /// @throws TargetException whatever goes wrong
    static void translate(Work work) {
        Boolean done =
                translated(() -> {
                    work.run();
                    return true;
                });
        assert done;
    }

    static TargetException of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException
                    || cause instanceof InvalidProducerEpochException
                    || cause instanceof FencedInstanceIdException) {
                return new TargetFencedException(
                        "another publisher of this name publishes to this cluster", failure);
            }
        }
        return new TargetUnavailableException(said(failure), failure);
    }

    private static String said(Throwable failure) {
        Throwable cause = failure.getCause();
        String more =
                failure instanceof KafkaException && cause != null ? ": " + cause.getMessage() : "";
        return "kafka: " + failure.getMessage() + more;
    }
}
