package bz.ceiba.platform.cases;

import bz.ceiba.platform.documents.CaseReferences;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells the documents room which cases and drafts name a file. */
@Component
class FileReferences implements CaseReferences {
    private final JdbcClient db;
    private final CaseFiles files;

    FileReferences(JdbcClient db, CaseFiles files) {
        this.db = db;
        this.files = files;
    }

    @Override
    public List<CaseNumber> naming(PersonNumber owner, UUID file) {
        return db
                .sql("""
                select number from cases.case_file
                where person = :person and strpos(form::text, :file) > 0
                order by number
                """)
                .param("person", owner.digits())
                .param("file", file.toString())
                .query(String.class)
                .list()
                .stream()
                .map(CaseNumber::new)
                .toList();
    }

    @Override
    public boolean inDraft(PersonNumber owner, UUID file) {
        return db.sql("""
                select exists (select from cases.draft where person = :person and strpos(form::text, :file) > 0)
                """)
                .param("person", owner.digits())
                .param("file", file.toString())
                .query(Boolean.class)
                .single();
    }

    @Override
    public boolean isOpen(CaseNumber caseNumber) {
        return files.find(caseNumber).filter(CaseFile::isOpen).isPresent();
    }

    @Override
    public Optional<String> agency(CaseNumber caseNumber) {
        return files.find(caseNumber).map(CaseFile::agency);
    }
}
