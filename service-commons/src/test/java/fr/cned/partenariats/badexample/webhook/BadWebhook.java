package fr.cned.partenariats.badexample.webhook;

/** A use case calls it. */
public class BadWebhook {

    public void deliver() {}
}
