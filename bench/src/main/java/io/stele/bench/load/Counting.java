package io.stele.bench.load;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Takes a message of the server without making objects of its events, which would cost the load as
/// much as the server: a message becomes the number of fields of a kind that it has.
record Counting(int fieldNumber) implements Marshaller<Integer> {

    /// The same method, with its answers counted.
    ///
    /// @param fieldNumber of what is counted in an answer
    static <Q> MethodDescriptor<Q, Integer> answersOf(
            MethodDescriptor<Q, ?> method, int fieldNumber) {
        return method.toBuilder(method.getRequestMarshaller(), new Counting(fieldNumber)).build();
    }

    @Override
    public Integer parse(InputStream message) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(message);
            int count = 0;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) == fieldNumber) {
                    count++;
                }
                in.skipField(tag);
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream stream(Integer message) {
        throw new IllegalStateException("nothing is sent");
    }
}
