package dev.runbook.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The walls between the rooms. */
@AnalyzeClasses(packages = "dev.runbook", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String LANGUAGE = "dev.runbook.language..";
    private static final String EXPRESSION = "dev.runbook.expression..";
    private static final String INVENTORY = "dev.runbook.inventory..";
    private static final String VARIABLES = "dev.runbook.variables..";
    private static final String CATALOG = "dev.runbook.catalog..";
    private static final String HOST = "dev.runbook.host..";
    private static final String WORLD = "dev.runbook.world..";
    private static final String EVENT = "dev.runbook.event..";
    private static final String EXECUTION = "dev.runbook.execution..";
    private static final String REPORT = "dev.runbook.report..";
    private static final String CLI = "dev.runbook.cli..";
    private static final String MODULES = "dev.runbook.modules..";

    @ArchTest
    static final ArchRule roomsFormNoCycle =
            SlicesRuleDefinition.slices().matching("dev.runbook.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule modulesSeeTheApiOnly = noClasses()
            .that()
            .resideInAPackage(MODULES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    LANGUAGE, EXPRESSION, INVENTORY, VARIABLES, CATALOG, HOST, WORLD, EVENT, EXECUTION, REPORT, CLI);

    @ArchTest
    static final ArchRule theApiSeesNothing = classes()
            .that()
            .resideInAPackage("dev.runbook.api..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.runbook.api..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule theLanguageSeesNoOtherRoom = noClasses()
            .that()
            .resideInAPackage(LANGUAGE)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.runbook..")
                    .and(DescribedPredicate.not(resideInAPackage(LANGUAGE))));

    @ArchTest
    static final ArchRule hostsSeeTheApiOnly = noClasses()
            .that()
            .resideInAPackage(HOST)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.runbook..")
                    .and(DescribedPredicate.not(resideInAnyPackage(HOST, "dev.runbook.api.."))));

    @ArchTest
    static final ArchRule onlyTheExecutionPerformsActions = noClasses()
            .that()
            .resideOutsideOfPackages(EXECUTION, HOST, "dev.runbook.testkit..")
            .should()
            .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                    com.tngtech.archunit.core.domain.properties.HasName.Predicates.name("perform")));

    @ArchTest
    static final ArchRule modulesUseNoFilesOrProcessesThatCouldWrite = noClasses()
            .that()
            .resideInAPackage(MODULES)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.ProcessBuilder")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.FileOutputStream");

    @ArchTest
    static final ArchRule onlyTheCommandLineHasTheStandardStreams = noClasses()
            .that()
            .resideOutsideOfPackages(CLI)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in");

    @ArchTest
    static final ArchRule noStaticStateThatChanges = noFields()
            .that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("dev.runbook..")
            .should()
            .notBeFinal();
}
