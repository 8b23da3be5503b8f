package fr.cned.partenariats.badexample.left;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Has a public field. */
@Entity
public class BadEntity {

    @Id
    public long id;
}
