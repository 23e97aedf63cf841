using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Charter.Loading;

/// <summary>What rules files can get wrong beyond their syntax. Pure.</summary>
internal static class CharterChecks
{
    // What a request may carry, with room for what is told politely to be too much.
    private const int MostMegabytes = 40;

    /// <summary>Every fault found, each with its file, line and reason; none when the rules can be used.</summary>
    /// <param name="rules">As read.</param>
    /// <param name="documents">The files behind them, per name with extension.</param>
    public static IEnumerable<string> Faults(CharterRules rules, IReadOnlyDictionary<string, RulesDocument> documents)
    {
        var known = new KnownNames(rules);
        var sheet = rules.Forms.GetValueOrDefault(Assessment.Sheet);
        if (sheet is null)
            return [$"forms/{Assessment.Sheet}.yaml is missing."];
        return Headers(documents)
            .Concat(rules.Forms.Values.SelectMany(form => FormChecks.Faults(form, known, documents[$"forms/{form.Id}.yaml"])))
            .Concat(rules.Tasks.Values.SelectMany(task => OfTask(task, rules, known, documents["tasks.yaml"])))
            .Concat(new RowChecks(sheet, known, documents["ai-act.yaml"]).Faults(rules.AiAct.Rows))
            .Concat(LawChecks.OfAiAct(rules, documents["ai-act.yaml"]))
            .Concat(new RowChecks(sheet, known, documents["gdpr.yaml"]).Faults(rules.Gdpr.Rows))
            .Concat(LawChecks.OfGdpr(rules, documents["gdpr.yaml"]))
            .Concat(new RowChecks(sheet, known, documents["gates.yaml"]).Faults(rules.Gates.Rows))
            .Concat(LawChecks.OfGates(rules, documents["gates.yaml"]))
            .Concat(new RowChecks(sheet, known, documents["duties.yaml"]).Faults(rules.Duties.Duties))
            .Concat(LawChecks.OfDuties(rules, known, documents["duties.yaml"]))
            .Concat(new RowChecks(sheet, known, documents["documents.yaml"]).Faults(rules.Documents.Documents))
            .Concat(LawChecks.OfDocuments(rules, known, documents["documents.yaml"]))
            .Concat(LawChecks.OfCalendar(rules, known, documents["legal-calendar.yaml"]))
            .Concat(ScoreChecks.Faults(rules, sheet, documents))
            .Concat(OfIntake(rules.Intake, documents["intake.yaml"]))
            .Concat(OfMail(rules, documents["mail.yaml"]))
            .Concat(OfModels(rules.Models, documents["models.yaml"]))
            .Concat(IncidentChecks.Faults(rules, known, documents["incidents.yaml"]))
            .Concat(OfDelays(rules.Delays, documents["delays.yaml"]))
            .Concat(OfDirectory(rules.Directory, documents["roles.yaml"]))
            .Concat(OfClauses(rules, documents["clauses.yaml"]));
    }

    private static IEnumerable<string> Headers(IReadOnlyDictionary<string, RulesDocument> documents)
    {
        foreach (var document in documents.Values)
        {
            var schema = document.Name.StartsWith("forms/", StringComparison.Ordinal) ? "../schemas/form" : $"schemas/{document.Name[..^".yaml".Length]}";
            if (!document.Text.StartsWith($"# yaml-language-server: $schema={schema}.schema.json", StringComparison.Ordinal))
                yield return $"{document.Name}, line 1: it must name its schema, {schema}.schema.json, so that editors check it.";
            if (string.IsNullOrWhiteSpace((string?)document.Root?["reviewedBy"]))
                yield return document.Fault(null, "it must say who reviewed it, or that nobody has.");
        }
    }

    private static IEnumerable<string> OfTask(TaskKind task, CharterRules rules, KnownNames known, RulesDocument document)
    {
        if (task.Form is { } form && !rules.Forms.ContainsKey(form))
            yield return document.Fault(task.Id, $"there is no form '{form}'.");
        if (task.Choices.Count == 0 || task.Choices.Select(choice => choice.Id).Distinct().Count() != task.Choices.Count)
            yield return document.Fault(task.Id, "it needs choices, each with an id of its own.");
        if (!known.Clauses.Contains(task.Clause))
            yield return document.Fault(task.Id, $"'{task.Clause}' is not a clause of clauses.yaml.");
        if (task.Agree is < 1 or > TaskKind.All)
            yield return document.Fault(task.Id, $"one person or more must agree, and {TaskKind.All} stands for all.");
        foreach (var opinion in task.Opinions)
        {
            if (!known.Clauses.Contains(opinion.Clause))
                yield return document.Fault(task.Id, $"'{opinion.Clause}' is not a clause of clauses.yaml.");
            if (opinion.Due < 1 || task.Opinions.Count(other => other.Id == opinion.Id) > 1)
                yield return document.Fault(task.Id, $"the opinion '{opinion.Id}' needs an id of its own and a delay of one working day or more.");
            foreach (var question in (opinion.When?.Questions ?? []).Where(question => rules.Forms[Assessment.Sheet].Find(question) is null))
                yield return document.Fault(task.Id, $"the characterisation sheet has no question '{question}'.");
            if (opinion.Form is { } asked && !rules.Forms.ContainsKey(asked))
                yield return document.Fault(task.Id, $"there is no form '{asked}'.");
            if (rules.Directory.Roles.All(holder => holder.Role != opinion.Role))
                yield return document.Fault(task.Id, $"roles.yaml names nobody for the opinion '{opinion.Id}'.");
        }

        if (task.Delay.Due < 1 || task.Delay.ThenEvery < 1 || !Ascends(task.Delay.Remind) || !Ascends(task.Delay.Escalate))
            yield return document.Fault(task.Id, "delays are of one working day or more, in ascending order.");
    }

    private static IEnumerable<string> OfIntake(IntakeRules intake, RulesDocument document)
    {
        if (intake.Likeness.Threshold is < 1 or > 100)
            yield return document.FaultAt("$.likeness.threshold", "a threshold is a percentage from 1 to 100.");
        if (intake.Likeness.Most is < 1 or > 10)
            yield return document.FaultAt("$.likeness.most", "one to ten cases are shown.");
        if (intake.Reading.Confidence is < 1 or > 100)
            yield return document.FaultAt("$.reading.confidence", "a confidence is a percentage from 1 to 100.");
        if (intake.Reading.Rounds is < 1 or > 10)
            yield return document.FaultAt("$.reading.rounds", "it is asked back one to ten times.");
        if (intake.TakeOver.RecheckAfter < 1 || intake.TakeOver.RecheckOver < 1)
            yield return document.FaultAt("$.takeOver", "delays are of one working day or more.");
        var limits = intake.Files;
        if (limits.Megabytes is < 1 or > MostMegabytes || limits.Pages < 1 || limits.UnpackedMegabytes < limits.Megabytes || limits.UnpackedRatio < 1 || limits.Parts < 1 || limits.Depth < 1 || limits.Seconds < 1)
            yield return document.FaultAt("$.files", $"limits are of one or more, a file has at most {MostMegabytes} megabytes, and it may unpack to its own size at least.");
    }

    private static IEnumerable<string> OfModels(ModelRules models, RulesDocument document)
    {
        foreach (var aspect in Enum.GetValues<RegionSud.AiWorkflow.Models.ModelAspect>())
        {
            if (models.Grades.Count(row => row.Aspect == aspect) != 1)
                yield return document.FaultAt("$.grades", $"it needs one row for '{aspect.ToString().ToLowerInvariant()}'.");
        }

        if (models.Opinions.Distinct().Count() != models.Opinions.Count)
            yield return document.FaultAt("$.opinions", "an opinion stands twice.");
        if (models.Meanwhile.Any(row => row.Grade == RegionSud.AiWorkflow.Models.ChangeGrade.None))
            yield return document.FaultAt("$.meanwhile", "a change that asks nothing leaves the use as it is.");
        if (models.Retirement.Full < 1 || models.Retirement.Light < 1 || models.GuaranteeDays < 1 || models.SourceFailureDays < 1)
            yield return document.FaultAt("$", "delays are of one day or more.");
    }

    private static IEnumerable<string> OfDelays(Delays delays, RulesDocument document)
    {
        if (delays.MailHours.From < 0 || delays.MailHours.To > 24 || delays.MailHours.From >= delays.MailHours.To)
            yield return document.FaultAt("$.mailHours", "mails leave between two hours of the same day, from 0 to 24.");
        if (delays.Refusal.ContestWithin < 1 || delays.Refusal.ReviewAfterMonths < 1)
            yield return document.FaultAt("$.refusal", "delays are of one working day, or one month, or more.");
        if (delays.Consultation.Question < 1 || delays.Consultation.Opinion < 1 || delays.Consultation.ThenEvery < 1)
            yield return document.FaultAt("$.consultation", "delays are of one working day or more.");
    }

    private static IEnumerable<string> OfDirectory(RoleDirectory directory, RulesDocument document)
    {
        var substitutes = directory.Roles.SelectMany(role => role.Substitutes.Select(one => (Of: role.Email, one.Email)))
            .Concat(directory.Directorates.SelectMany(directorate => directorate.Substitutes.Select(one => (Of: directorate.HeadEmail, one.Email))));
        foreach (var (of, email) in substitutes)
        {
            if (email.Split('@') is not [{ Length: > 0 }, { Length: > 2 }] || email.Any(char.IsUpper))
                yield return document.FaultAt("$", $"'{email}' is no address in lower case.");
            else if (string.Equals(of, email, StringComparison.OrdinalIgnoreCase))
                yield return document.FaultAt("$", $"'{email}' cannot be asked in its own place.");
        }
    }

    private static IEnumerable<string> OfMail(CharterRules rules, RulesDocument document)
    {
        var mail = rules.Mail;
        if (mail.Domains.Count == 0 || mail.Domains.Any(domain => !domain.Contains('.', StringComparison.Ordinal) || domain.Any(char.IsUpper)))
            yield return document.FaultAt("$.domains", "it needs domains, in lower case.");
        foreach (var sender in mail.Senders)
        {
            if (rules.Directory.Directorates.All(directorate => directorate.Id != sender.Directorate))
                yield return document.FaultAt("$.senders", $"roles.yaml has no directorate '{sender.Directorate}'.");
            if (!sender.Address.Contains('@', StringComparison.Ordinal) || sender.Address.Any(char.IsUpper))
                yield return document.FaultAt("$.senders", $"'{sender.Address}' is no address in lower case.");
        }

        foreach (var vendor in mail.Vendors)
        {
            if (!vendor.Domain.Contains('.', StringComparison.Ordinal) || vendor.Domain.Any(char.IsUpper) || mail.Knows($"x@{vendor.Domain}"))
                yield return document.FaultAt("$.vendors", $"'{vendor.Domain}' is no domain in lower case, or one of ours.");
            if (vendor.Provider.Length == 0)
                yield return document.FaultAt("$.vendors", $"'{vendor.Domain}' needs its provider.");
        }

        if (mail.MostBytes < 1 || mail.MostFiles < 1 || mail.MostNesting < 1 || mail.MostPerHour < 1 || mail.KeepDays < 1 || mail.MostAttempts < 1)
            yield return document.FaultAt("$", "limits are of one or more.");
    }

    private static IEnumerable<string> OfClauses(CharterRules rules, RulesDocument document)
    {
        foreach (var twice in rules.Clauses.Clauses.GroupBy(clause => clause.Id).Where(group => group.Count() > 1))
            yield return document.Fault(twice.Key, "the id is used twice.", 1);
        foreach (var cover in ClauseCovering.Of(rules))
        {
            foreach (var kind in cover.Unserved)
                yield return document.Fault(cover.Clause.Id, $"nothing serves it as a {kind.ToString().ToLowerInvariant()}.");
        }
    }

    private static bool Ascends(IReadOnlyList<int> days) => days.Zip(days.Skip(1)).All(pair => pair.First < pair.Second) && days.All(day => day > 0);
}

/// <summary>The names that rows may use.</summary>
internal sealed class KnownNames
{
    public KnownNames(CharterRules rules)
    {
        Clauses = [.. rules.Clauses.Clauses.Select(clause => clause.Id)];
        Articles = [.. rules.Calendar.Articles.Select(article => article.Id)];
        Concluded = [.. rules.AiAct.Rows.SelectMany(row => row.Facts), .. rules.Gdpr.Rows.SelectMany(row => row.Facts),
            .. Enum.GetValues<Cases.RiskClass>().Select(AiAct.AiActTree.ClassFact), Cases.CaseFacts.DpiaRequired, Cases.CaseFacts.Prohibited];
        Facts = [.. Concluded, Cases.CaseFacts.Conditions, Cases.CaseFacts.Alike];
        Places = [.. rules.Forms.Values.SelectMany(form => form.Questions.Select(question => $"{form.Id}.{question.Id}"))];
    }

    public HashSet<string> Clauses { get; }

    public HashSet<string> Articles { get; }

    /// <summary>Facts that the characterisation sheet's rows conclude: its own questions cannot hang on them.</summary>
    public HashSet<string> Concluded { get; }

    public HashSet<string> Facts { get; }

    /// <summary>Every <c>form.question</c>.</summary>
    public HashSet<string> Places { get; }
}
