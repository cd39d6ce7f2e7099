package dev.runbook.host;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.List;
import java.util.Map;

/**
 * sshj asks for key factories by the name "ECDSA", which is BouncyCastle's; the JDK calls the same thing "EC". Without
 * this, hosts and users with ECDSA keys would need BouncyCastle.
 */
final class EcdsaKeys extends Provider {
    private static final long serialVersionUID = 1L;
    private static final String NAME = "RunbookEcdsaKeys";

    private EcdsaKeys() {
        super(NAME, "1", "EC key factories under their other name");
        putService(new Service(
                this, "KeyFactory", "ECDSA", Factory.class.getName(), List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                return new Factory(KeyFactory.getInstance("EC"));
            }
        });
    }

    static void register() {
        if (Security.getProvider(NAME) == null) {
            Security.addProvider(new EcdsaKeys());
        }
    }

    private static final class Factory extends KeyFactorySpi {
        private final KeyFactory factory;

        Factory(KeyFactory factory) {
            this.factory = factory;
        }

        @Override
        protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
            return factory.generatePublic(spec);
        }

        @Override
        protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
            return factory.generatePrivate(spec);
        }

        @Override
        protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> spec) throws InvalidKeySpecException {
            return factory.getKeySpec(key, spec);
        }

        @Override
        protected Key engineTranslateKey(Key key) throws InvalidKeyException {
            return factory.translateKey(key);
        }
    }
}
