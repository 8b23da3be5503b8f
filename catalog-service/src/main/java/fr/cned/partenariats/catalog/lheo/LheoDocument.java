package fr.cned.partenariats.catalog.lheo;

import fr.cned.partenariats.commons.http.Revisioned;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;

/** An export that is read and written when it is sent: not for an answer 304. */
public record LheoDocument(long revision, String entityTag, StreamingOutput content)
        implements Revisioned, StreamingOutput {

    @Override
    public void write(OutputStream target) throws IOException {
        content.write(target);
    }
}
