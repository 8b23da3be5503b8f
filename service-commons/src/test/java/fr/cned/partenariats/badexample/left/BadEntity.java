package fr.cned.partenariats.badexample.left;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Shows its fields to everybody. */
@Entity
public class BadEntity {

    @Id
    public long id;
}
