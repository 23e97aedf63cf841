using System.Diagnostics;
using System.Text.Json;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.AiAct;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Charter.Law;
using RegionSud.AiWorkflow.Charter.Loading;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Local;

/// <summary>
/// The rules from the command line, by the engine that the site uses: <c>charter check</c>, <c>charter classify FILE.json</c>,
/// and <c>charter schemas</c>, which writes what editors check the files with.
/// </summary>
public static class CharterCommands
{
    private const string Usage = """
        charter check                         charge et vérifie les règles, et dit ce qui sert chaque clause
        charter release DOSSIER               garde les règles actuelles sous leur version, dans DOSSIER/releases
        charter schemas DOSSIER               écrit les schémas JSON des fichiers de règles
        charter classify FICHIER.json [DATE]  classe un jeu de réponses à la fiche de caractérisation, et explique
        """;

    /// <summary>Runs a command.</summary>
    /// <param name="arguments">After <c>charter</c>.</param>
    /// <param name="output">Where it prints.</param>
    /// <param name="errors">Where it says what is wrong.</param>
    /// <param name="time">Today, for a classification without a date.</param>
    /// <param name="folder">The rules' folder; null for the one published beside the program.</param>
    /// <returns>0, 1 when the rules or the answers are wrong, 2 when the command is.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter errors, TimeProvider time, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(errors);
        try
        {
            if (arguments is ["schemas", var target])
                return WriteSchemas(target, output);
            var clock = Stopwatch.StartNew();
            var rules = CharterLoader.Load(folder);
            switch (arguments)
            {
                case ["check"]:
                    Check(rules, clock.Elapsed, output);
                    return 0;
                case ["release", var home]:
                    return Release(home, output, errors);
                case ["classify", var file, .. var rest] when rest.Length < 2:
                    var day = rest is [var date] ? FormFilling.DateOf(date) : time.ParisToday();
                    if (day is null)
                    {
                        errors.WriteLine("La date s’écrit ainsi : 2026-12-02.");
                        return 2;
                    }

                    return Classify(rules, file, day.Value, output, errors);
                default:
                    errors.WriteLine(Usage);
                    return 2;
            }
        }
        catch (CharterFileException e)
        {
            errors.WriteLine(e.Message);
            return 1;
        }
    }

    private static void Check(CharterRules rules, TimeSpan took, TextWriter output)
    {
        output.WriteLine($"Règles {rules.Version}, chargées et vérifiées en {took.TotalMilliseconds:0} ms.");
        foreach (var (file, version) in rules.Versions.OrderBy(each => each.Key, StringComparer.Ordinal))
            output.WriteLine($"  {file} : {version}");
        output.WriteLine($"{rules.Forms.Count} formulaires, {rules.Forms.Values.Sum(form => form.Questions.Count)} questions, {rules.Tasks.Count} tâches ; {rules.AiAct.Rows.Count} lignes du RIA, {rules.Gdpr.Rows.Count} du RGPD, {rules.Gates.Rows.Count} barrières, {rules.Duties.Duties.Count} obligations, {rules.Documents.Documents.Count} pièces, {rules.Calendar.Articles.Count} articles datés.");
        output.WriteLine();
        foreach (var cover in ClauseCovering.Of(rules))
        {
            output.WriteLine($"{cover.Clause.Id} {cover.Clause.Text}");
            foreach (var kind in cover.Clause.Kinds)
            {
                foreach (var (_, what) in cover.Served.Where(each => each.Kind == kind))
                    output.WriteLine($"    {NameOf(kind)} {what}");
                foreach (var coming in cover.Clause.NotYet.Where(service => service.Kind == kind))
                    output.WriteLine($"    {NameOf(kind)} PAS ENCORE : {coming.Text}");
            }
        }

        var open = rules.Clauses.Clauses.Where(clause => clause.NotYet.Count > 0).Select(clause => clause.Id).ToList();
        output.WriteLine();
        output.WriteLine(open.Count == 0 ? "Chaque clause est servie." : $"{rules.Clauses.Clauses.Count - open.Count} clauses servies en entier ; pas encore : {string.Join(", ", open)}.");
    }

    private static int Release(string home, TextWriter output, TextWriter errors)
    {
        try
        {
            var rules = CharterLoader.Load(home);
            CharterReleases.Write(home, rules);
            output.WriteLine($"Règles {rules.Version} gardées.");
        }
        catch (CharterFileException e)
        {
            errors.WriteLine(e.Message);
            return 1;
        }

        return 0;
    }

    private static int WriteSchemas(string folder, TextWriter output)
    {
        System.IO.Directory.CreateDirectory(folder);
        foreach (var (name, text) in RulesSchemas.All())
            File.WriteAllText(Path.Combine(folder, $"{name}.schema.json"), text);
        output.WriteLine($"Schémas écrits dans {folder}.");
        return 0;
    }

    private static string NameOf(ClauseKind kind) => kind switch
    {
        ClauseKind.Gate => "tenue par   ",
        ClauseKind.Record => "prouvée par ",
        ClauseKind.Act => "servie par  ",
        _ => "rapportée   ",
    };

    private static int Classify(CharterRules rules, string file, DateOnly day, TextWriter output, TextWriter errors)
    {
        if (Read(file, errors) is not { } raw)
            return 1;
        var form = rules.Forms[Assessment.Sheet].On(day);
        var filling = FormFilling.Fill(form, raw, _ => false, question => new AnswerSource("file", question), "");
        foreach (var problem in filling.Problems)
            errors.WriteLine($"{problem.Question} : {problem.Message}");
        foreach (var unknown in raw.Keys.Where(id => form.Find(id) is null))
            errors.WriteLine($"{unknown} : la fiche n’a pas cette question.");
        if (filling.Problems.Count > 0 || raw.Keys.Any(id => form.Find(id) is null))
            return 1;
        var assessment = Assessment.Of(rules, filling.Answers.Texts, day);
        Explain(rules, assessment, output);
        return 0;
    }

    private static Dictionary<string, string>? Read(string file, TextWriter errors)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) ?? [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"Le fichier {file} ne se lit pas : {e.Message}");
        }
        catch (JsonException e)
        {
            errors.WriteLine($"{file} n’est pas un objet JSON dont chaque valeur est un texte, comme {{\"ai-system\": \"yes\"}} : {e.Message}");
        }

        return null;
    }

    private static void Explain(CharterRules rules, Assessment assessment, TextWriter output)
    {
        var aiAct = assessment.AiAct;
        output.WriteLine($"Classe : {French.Of(aiAct.Class)}{(aiAct.Provisional ? " (provisoire : une réponse manque ou n’est pas connue)" : "")}{(aiAct.InScope ? "" : ", hors du champ du règlement")}, au {French.Date(assessment.Day)}, arbre {aiAct.Version}.");
        output.WriteLine($"Rôle : {(aiAct.Facts.Contains("provider"), aiAct.Facts.Contains("deployer")) switch { (true, true) => "fournisseur et déployeur", (true, false) => "fournisseur", (false, true) => "déployeur", _ => "aucun établi" }}.");
        output.WriteLine("Ce qui le dit :");
        foreach (var finding in aiAct.Findings.Where(finding => finding.State != FindingState.Open))
            output.WriteLine($"  [{finding.State switch { FindingState.Applies => "oui", FindingState.Upcoming => $"dès le {finding.Row.Since:yyyy-MM-dd}", _ => "dérogation" }}] {finding.Row.Text} ({rules.Cite(finding.Row)}) <{finding.Row.Id}>");
        output.WriteLine("Cheminement :");
        foreach (var step in aiAct.Path.Where(step => step.Answer is not null))
            output.WriteLine($"  {step.Question} = {step.Answer}{(step.Rows.Count > 0 ? $" → {string.Join(", ", step.Rows)}" : "")}");
        output.WriteLine($"Barrières : {(assessment.Gates.Gates.Count == 0 ? "aucune" : "")}");
        foreach (var state in assessment.Gates.Gates.Where(state => state.Outcome != Charter.Gates.GateOutcome.Open))
            output.WriteLine($"  [{state.Outcome switch { Charter.Gates.GateOutcome.Stop => state.Gate.LiftedBy is null ? "blocage définitif" : "blocage", _ => "condition" }}] {state.Gate.Text} ({rules.Cite(state.Gate)}) <{state.Gate.Id}>");
        if (assessment.Gates.Gates.Any(state => state.Outcome == Charter.Gates.GateOutcome.Open))
            output.WriteLine($"  [à compléter] {string.Join(", ", assessment.Gates.Gates.Where(state => state.Outcome == Charter.Gates.GateOutcome.Open).Select(state => state.Gate.Id))}");
        output.WriteLine($"AIPD : {(assessment.Gdpr.Required ? "requise" : "non requise")}{(assessment.Gdpr.Criteria.Count + assessment.Gdpr.Listed.Count > 0 ? $" ({string.Join(", ", assessment.Gdpr.Criteria.Concat(assessment.Gdpr.Listed).Select(row => row.Id))})" : "")}.");
        output.WriteLine("Obligations :");
        foreach (var duty in assessment.Duties)
            output.WriteLine($"  [{duty.Time switch { DutyTime.Applies => "s’applique", DutyTime.Disputed => $"disputée jusqu’au {duty.OrFrom:yyyy-MM-dd}", _ => $"dès le {duty.From:yyyy-MM-dd}{(duty.OrFrom is { } later ? $" ou le {later:yyyy-MM-dd}" : "")}" }}] {duty.Duty.Text} ({rules.Cite(duty.Duty)}) <{duty.Duty.Id}>");
        output.WriteLine($"Notes : {string.Join(", ", assessment.Scores.Scores.Select(score => $"{score.Definition.Name} {French.Number(score.Points)} ({score.Band.ToLowerInvariant()})"))} ; confiance {French.Number(assessment.Scores.Confidence)} %.");
        if (assessment.Missing.Count > 0)
            output.WriteLine($"Encore sans réponse ({assessment.Missing.Count}) : {string.Join(", ", assessment.Missing.Select(question => question.Id))}.");
    }
}
