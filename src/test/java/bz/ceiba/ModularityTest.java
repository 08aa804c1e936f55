package bz.ceiba;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;

class ModularityTest {
    private static final ApplicationModules MODULES = ApplicationModules.of(Ceiba.class);
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPath(Path.of("target/classes/bz"));

    @Test
    void roomsKeepToTheDoorsTheyDeclare() {
        MODULES.verify();
    }

    @Test
    void everyRoomOfBothFloorsIsAModule() throws Exception {
        for (String floor : new String[] {"platform", "systems"}) {
            try (var rooms = Files.list(Path.of("src/main/java/bz/ceiba", floor))) {
                for (Path room : rooms.filter(Files::isDirectory).toList()) {
                    assertThat(MODULES.getModuleByName(room.getFileName().toString()))
                            .as("module for %s", room)
                            .isPresent();
                }
            }
        }
    }

    @Test
    void drawsTheRooms() {
        new Documenter(MODULES).writeModulesAsPlantUml();
        assertThat(Path.of("target/spring-modulith-docs/components.puml")).isNotEmptyFile();
    }

    @Test
    void thePlatformKnowsNoSystem() {
        noClasses()
                .that()
                .resideInAPackage("bz.ceiba.platform..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("bz.ceiba.systems..")
                .check(CLASSES);
    }

    @Test
    void theRegisterKnowsNoSignInAndNeitherKnowsTheProvider() {
        String identity = "bz.ceiba.systems.identity.";
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("register")
                .definedBy(identity + "register..")
                .layer("sign-in")
                .definedBy(identity + "signin..")
                .layer("provider")
                .definedBy(identity + "provider..")
                .whereLayer("sign-in")
                .mayOnlyBeAccessedByLayers("provider")
                .whereLayer("provider")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void nobodyAsksTheSystemForTheTime() {
        noClasses()
                .that()
                .resideInAPackage("bz.ceiba..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .because("time comes from the injected Clock")
                .check(CLASSES);
    }

    @Test
    void nobodyReadsRowsAsAStreamThatKeepsItsConnection() {
        noClasses()
                .that()
                .resideInAPackage("bz.ceiba..")
                .should()
                .callMethod(JdbcClient.MappedQuerySpec.class, "stream")
                .because("outside a transaction its connection is lost if nobody closes it; list() first")
                .check(CLASSES);
    }

    @Test
    void controllersAreSeenByTheirOwnRoomOnly() {
        com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes()
                .that()
                .areAnnotatedWith(org.springframework.stereotype.Controller.class)
                .or()
                .areAnnotatedWith(org.springframework.web.bind.annotation.RestController.class)
                .should()
                .bePackagePrivate()
                .check(CLASSES);
    }
}
