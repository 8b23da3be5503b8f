package fr.cned.partenariats.badexample.left;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** Has a public field, and a list in JSON whose changes are not seen. */
@Entity
public class BadEntity {

    @Id
    public long id;

    @JdbcTypeCode(SqlTypes.JSON)
    public List<String> names;
}
