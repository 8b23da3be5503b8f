package fr.cned.partenariats.catalog.lheo;

import fr.cned.partenariats.commons.http.Revisioned;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;

/** An export that is read and written when it is sent: not for an answer 304. */
public final class LheoDocument implements Revisioned, StreamingOutput {

    private final long revision;
    private final String tag;
    private final StreamingOutput content;

    LheoDocument(long revision, String tag, StreamingOutput content) {
        this.revision = revision;
        this.tag = tag;
        this.content = content;
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public String entityTag() {
        return tag;
    }

    @Override
    public void write(OutputStream target) throws IOException {
        content.write(target);
    }
}
