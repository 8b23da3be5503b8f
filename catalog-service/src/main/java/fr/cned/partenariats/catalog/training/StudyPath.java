package fr.cned.partenariats.catalog.training;

/** How students go through a training, with the code of LHEO ({@code parcours-de-formation}). */
public enum StudyPath {
    GROUP(1),
    INDIVIDUAL(2),
    MODULAR(3),
    MIXED(4);

    private final int lheo;

    StudyPath(int lheo) {
        this.lheo = lheo;
    }

    public int lheo() {
        return lheo;
    }
}
