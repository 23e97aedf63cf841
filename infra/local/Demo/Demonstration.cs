using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Ports;

namespace RegionSud.AiWorkflow.Local.Demo;

/// <summary>
/// A show: plays one case through the six steps and a change of its model against a running host, as the people of the charter would, and tells
/// each act as it happens. What goes wrong is told too; the host goes on.
/// </summary>
public sealed class Demonstration(CaseClient client, Uri site, TextWriter output)
{
    private string id = "";
    private string doing = "";

    /// <summary>Plays it.</summary>
    /// <param name="form">The need form.</param>
    /// <param name="writer">Makes the filled file that is deposited.</param>
    /// <param name="day">How long a working day lasts on the host.</param>
    /// <returns>Whether it went through to the end.</returns>
    public async Task<bool> PlayAsync(FormDefinition form, IFormWriter writer, TimeSpan? day, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(writer);
        try
        {
            Say($"Démonstration\u00a0: un cas d’usage, du besoin à la production, puis un changement de modèle.{DayOf(day)}");
            await NeedAsync(form, writer, cancellation);
            await QualificationAsync(cancellation);
            await DevelopmentAsync(cancellation);
            await EvaluationAsync(cancellation);
            await MaintenanceAsync(cancellation);
            Say($"\nDémonstration terminée\u00a0: {id} a parcouru les six étapes, et son réexamen est décidé.");
            Say($"    Le dossier     {site}dossiers/{id} (prenez d’abord un rôle\u00a0: {site}local/connexion)");
            Say($"    Ses courriels  {site}local/courriels");
            Say($"    Le registre    {site}registre");
            return true;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            Say($"\nLa démonstration s’est arrêtée à ceci\u00a0: {doing}\n    {e.Message}");
            Say(id.Length > 0 ? $"    L’hôte continue\u202f; le dossier est là\u00a0: {site}dossiers/{id}" : $"    L’hôte continue\u00a0: {site}");
            return false;
        }
    }

    private async Task NeedAsync(FormDefinition form, IFormWriter writer, CancellationToken cancellation)
    {
        Step("1. Expression du besoin");
        doing = "Camille Martin dépose le formulaire rempli.";
        // The hour makes each demonstration a document, so a case, of its own.
        var answers = form.Questions.Where(question => question.When is null).ToDictionary(question => question.Id, WillingAnswers.To);
        answers["title"] = $"Résumer les comptes rendus de commission ({DateTime.Now:HH:mm:ss})";
        // An earlier demonstration looks like this one.
        (answers["alike"], answers["alike-reason"]) = ("new", "C’est une autre démonstration.");
        var file = writer.Write(form, answers);
        id = await client.DepositAsync(file, writer.ContentType == FormDownloads.Pdf ? "besoin.pdf" : "besoin.docx", cancellation);
        Act($"Camille Martin, de la Direction des Lycées, dépose le formulaire rempli\u00a0: c’est le dossier {id}.", $"dossiers/{id}");
        await AnswerAsync("La Direction des Lycées porte le besoin.", "endorse", "endorse", cancellation);
        await AnswerAsync("La DTISU le juge complet et conforme à la charte, et le transmet.", "review", "pass", cancellation);
    }

    private async Task QualificationAsync(CancellationToken cancellation)
    {
        Step("2. Qualification");
        await AnswerAsync("La DSIPN remplit la fiche de caractérisation et donne un avis favorable.", "qualify", "favourable", cancellation);
        Step("3. Arbitrage");
        await AnswerAsync("La DGS l’accepte sous une condition, dont la DTISU répond\u00a0: il rejoint les développements à venir.", "arbitrate", "accept-with-conditions", cancellation);
    }

    private async Task DevelopmentAsync(CancellationToken cancellation)
    {
        Step("4. Développement");
        await AnswerAsync(
            $"La DSIPN réunit ses éléments et déclare le modèle {Model}, version 2026-01.", "build", "ready", cancellation, new() { ["q-model"] = Model });
        await AnswerAsync("Le délégué à la protection des données donne ses éléments.", "protect", "ready", cancellation);
        await AnswerAsync("Le RSSI donne les siens.", "secure", "ready", cancellation);
        await AnswerAsync("La DTISU donne le message informatif et la formation.", "accompany", "ready", cancellation);
        await AnswerAsync("Elle dit comment la condition de la DGS est remplie\u00a0: tout est réuni.", "fulfil-condition", "ready", cancellation);
    }

    private async Task EvaluationAsync(CancellationToken cancellation)
    {
        Step("5. Évaluation");
        doing = "La DSIPN agrée le modèle.";
        await client.MailAsync(id, "plan-trial", cancellation);
        await client.AdmitAllAsync(id, cancellation);
        Act($"La DSIPN agrée {Model}\u00a0: sa garantie et ses quatre avis sont à l’inventaire.", $"modeles/{Model}");
        await AnswerAsync("La DSIPN lance l’essai, jusqu’à demain.", "plan-trial", "start", cancellation);
        await AnswerAsync("L’essai est fini. La DSIPN rend les résultats de la recette.", "report-trial", "report", cancellation);
        await AnswerAsync("La DTISU décide de déployer.", "evaluate-dtisu", "deploy", cancellation);
        await AnswerAsync("La Direction des Lycées aussi.", "evaluate-directorate", "deploy", cancellation);
    }

    private async Task MaintenanceAsync(CancellationToken cancellation)
    {
        Step("6. Maintenance");
        doing = "La solution entre en production.";
        await client.CaseAsync(id, state => state.GetProperty("status").GetString() == "InProduction", "pas de mise en production", cancellation);
        Act("La solution est en production.", "registre");
        doing = "Une administratrice change la version du modèle.";
        await client.PutModelAsync(Model, "2026-06", cancellation);
        Act($"Une administratrice inscrit la version 2026-06 de {Model}\u00a0: chaque cas qui l’utilise est réexaminé.", "modeles");
        await AnswerAsync("C’est un changement léger\u00a0: la DSIPN rejoue la recette, et confirme que la solution reste conforme.", "confirm-change", "conform", cancellation);
        doing = "Le réexamen se conclut.";
        await client.CaseAsync(id, state => state.GetProperty("rechecks").GetInt32() == 1 && state.GetProperty("tasks").GetArrayLength() == 0, "le réexamen n’est pas conclu", cancellation);
        Act("Le réexamen est conclu\u00a0; la date du prochain est fixée.", $"dossiers/{id}");
    }

    private string Model => $"modele-{id.ToLowerInvariant()}";

    private static string DayOf(TimeSpan? day) => day is { } length
        ? $"\nUn jour ouvré dure ici {length.TotalSeconds:0.#}\u00a0s (--day en choisit un autre)\u00a0: l’essai n’attend pas demain, et les relances viennent vite."
        : "";

    private async Task AnswerAsync(string told, string kind, string choice, CancellationToken cancellation, Dictionary<string, string>? given = null)
    {
        doing = told;
        // The mail's address, not the task's: a person can read it out, and its link leads there.
        var mail = await client.MailAsync(id, kind, cancellation);
        var page = await client.AnswerAsync(id, kind, choice, given, cancellation);
        if (page.Status != 200)
            throw new InvalidOperationException($"La page répond {page.Status}\u00a0: {page.Text}");
        Act(told, $"local/courriels/{mail.Id}");
    }

    private void Step(string name) => Say($"\n  {name}");

    private void Act(string told, string path) => Say($"    • {told}\n      {site}{path}");

    private void Say(string text) => output.WriteLine(text);
}
