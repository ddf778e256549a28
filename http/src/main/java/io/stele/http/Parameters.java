package io.stele.http;

import io.stele.protocol.ProblemException;
import io.stele.protocol.Problems;

/// What is wrong with parameters as such.
final class Parameters {

    private Parameters() {}

    static ProblemException repeated(String name, int times) {
        return Problems.invalidParameter(name, "one value", times + " of them").exception();
    }
}
