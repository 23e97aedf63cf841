using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step3Arbitration;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>Where the pages of a task look things up. Reads only.</summary>
// Seven parameters: everything that a task's page shows comes from here.
public sealed class TaskReading(IPeople people, CaseFiles files, ICaseJournal journal, IModelInventory models, ConsultationDesk consultations, RulesInForce inForce, TimeProvider time)
{
    // Enough to say what happened; a file that changed more is read anew anyway.
    private const int Entries = 30;

    internal async Task<TaskSheet> SheetAsync(
        TaskVisit.Open visit, CharterRules rules, Submission? typed, IReadOnlyList<Problem> problems, string token, Visitor visitor, CancellationToken cancellation)
    {
        var useCase = visit.File.Case;
        var seen = typed?.SeenVersion ?? visit.Link.Version;
        var names = people.NamesOfAsync(
            [.. useCase.Decisions.Values.SelectMany(DecisionPeople), visit.Link.Person, visit.Task.HandingTo(visit.Link.Person)?.From ?? visit.Link.Person], cancellation);
        var changed = seen > 0 && seen < useCase.FileVersion ? await journal.ReadAsync(useCase.Id, seen, Entries, cancellation) : [];
        var asksModel = visit.Kind.Form is { } form && rules.Forms[form].Questions.Any(question => question.Kind == QuestionKind.Model);
        var inventory = asksModel ? await models.AllAsync(cancellation)
            : visit.Kind.Id == "plan-trial" ? await models.UsedByAsync(useCase, cancellation)
            : [];
        // Only the DGS decides under the weights in force; the others see what the qualification gave.
        var shown = visit.Kind.Id == "arbitrate" ? await inForce.WithWeightsAsync(cancellation) : rules;
        return new TaskSheet(visit, shown, await names, inventory, FileChanges.Of(changed, rules), typed, TaskQuestions.InPageOrder(visit.Kind, rules, problems), token, time.GetUtcNow())
        {
            IsForwarded = visitor.Email is { } email && await people.FindAsync(visit.Link.Person, cancellation) is { } addressee && !string.Equals(email, addressee.Email, StringComparison.OrdinalIgnoreCase),
            Consultations = await Task.WhenAll((visit.Task.Consultations ?? []).Select(async one => new ShownConsultation(
                one, await files.QuestionOfAsync(useCase.Id, visit.Kind, one, cancellation), await files.AnswerOfAsync(useCase.Id, one, cancellation)))),
            Objection = visit.Kind.Id == "arbitrate" && useCase.Objection is { } objection
                ? (await files.ReadAsync<DecisionText>(useCase.Id, objection, cancellation))?.Reason ?? "Le texte de cette contestation a été effacé."
                : null,
            MayConsult = visit.Kind.Consults ? consultations.RolesFor(visit.Task) : [],
        };
    }

    internal Task<IReadOnlyDictionary<string, string>> NamesAsync(DecisionRef decision, CancellationToken cancellation) => people.NamesOfAsync(DecisionPeople(decision), cancellation);

    private static IEnumerable<string> DecisionPeople(DecisionRef decision) => decision.By?.From is { } holder ? [decision.DecidedBy, holder] : [decision.DecidedBy];
}

/// <summary>The page of each state of a task.</summary>
public sealed class TaskPages(TaskReading reading, CharterRules rules, BlobDrafts drafts, IAntiforgery antiforgery)
{
    /// <summary>The page of what a link leads to.</summary>
    /// <param name="posted">Whether something was sent: to a task that is decided already, that is a conflict.</param>
    public async Task<IResult> ShowAsync(HttpContext http, TaskVisit visit, bool posted, CancellationToken cancellation) => visit switch
    {
        TaskVisit.Open open => await AskAsync(http, open, await DraftOfAsync(open, cancellation), [], StatusCodes.Status200OK, cancellation),
        TaskVisit.Decided decided => Page.Of<TaskDecidedPage>(
            new()
            {
                [nameof(TaskDecidedPage.Visit)] = decided,
                [nameof(TaskDecidedPage.Rules)] = rules,
                [nameof(TaskDecidedPage.Names)] = await reading.NamesAsync(decided.Decision, cancellation),
                [nameof(TaskDecidedPage.Refused)] = posted,
            },
            posted ? StatusCodes.Status409Conflict : StatusCodes.Status200OK),
        TaskVisit.Expired => Page.Of<TaskExpiredPage>(
            new()
            {
                [nameof(TaskExpiredPage.Action)] = $"{http.Request.Path}/renouveler",
                [nameof(TaskExpiredPage.Token)] = TokenFor(http),
            },
            StatusCodes.Status410Gone),
        TaskVisit.NotAsked => Message(
            "Cette question n’est plus posée", "Le dossier a pris un autre chemin\u00a0: votre réponse n’est plus attendue. Vous n’avez rien à faire.", StatusCodes.Status410Gone),
        _ => Message(
            "Lien inconnu",
            "Ce lien est incomplet ou a été modifié. Ouvrez-le à nouveau depuis le courriel, en entier\u00a0; s’il ne marche toujours pas, attendez la prochaine relance ou écrivez à la DTISU.",
            StatusCodes.Status404NotFound),
    };

    /// <summary>The task's page, with what was typed and what is to be mended.</summary>
    public async Task<IResult> AskAsync(
        HttpContext http, TaskVisit.Open visit, Submission? typed, IReadOnlyList<Problem> problems, int status, CancellationToken cancellation, TypedConsultation? consulting = null) =>
        Page.Of<TaskPage>(
            new() { [nameof(TaskPage.Sheet)] = await reading.SheetAsync(visit, rules, typed, problems, TokenFor(http), http.Visitor(), cancellation) with { Address = AddressOf(http), Consulting = consulting } }, status);

    /// <summary>The page of a weighty decision's code.</summary>
    /// <param name="problem">What is wrong with the code that was typed; null before.</param>
    public Page AskForCode(HttpContext http, TaskVisit.Open visit, string token, string? problem, int status) => Page.Of<DecisionCodePage>(
        new()
        {
            [nameof(DecisionCodePage.Visit)] = visit,
            [nameof(DecisionCodePage.Address)] = $"/taches/{token}/code",
            [nameof(DecisionCodePage.Problem)] = problem,
            [nameof(DecisionCodePage.Token)] = TokenFor(http),
        },
        status);

    internal static Page Message(string title, string detail, int status) =>
        Page.Of<MessagePage>(new() { [nameof(MessagePage.Title)] = title, [nameof(MessagePage.Detail)] = detail }, status);

    /// <summary>Whether a post carries the anti-forgery token of its page.</summary>
    internal Task<bool> IsTokenGoodAsync(HttpContext http) => antiforgery.IsRequestValidAsync(http);

    private async Task<Submission?> DraftOfAsync(TaskVisit.Open visit, CancellationToken cancellation) =>
        visit.Kind.Form is null ? null : await drafts.FindAsync(visit.Link.TaskId, visit.Link.Person, cancellation);

    // The page is shown by what is posted beneath its address too.
    private static string AddressOf(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        return Suffixes.FirstOrDefault(suffix => path.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix ? path[..^suffix.Length] : path;
    }

    private static readonly string[] Suffixes = [SaveDraft.Suffix, "/conflit", "/consulter", "/code"];

    private string TokenFor(HttpContext http) => antiforgery.GetAndStoreTokens(http).RequestToken!;
}
