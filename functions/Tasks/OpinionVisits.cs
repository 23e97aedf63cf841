using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>What the link of a consultation leads to today.</summary>
public abstract record OpinionVisit
{
    private OpinionVisit()
    {
    }

    /// <summary>The token was altered, or is none of ours.</summary>
    public sealed record Unknown : OpinionVisit;

    /// <summary>The link is too old: it only offers a new one.</summary>
    public sealed record Expired(ConsultationOrder Order, string Person) : OpinionVisit;

    /// <summary>It waits for this person.</summary>
    /// <param name="Words">What is asked.</param>
    /// <param name="Form">The form to answer with it; null for none.</param>
    public sealed record Open(ConsultationOrder Order, string Person, CaseFile File, TaskKind Kind, Consultation Consultation, string Words, FormDefinition? Form) : OpinionVisit;

    /// <summary>It was answered, or the decision was taken without it.</summary>
    public sealed record Over(bool Answered) : OpinionVisit;
}

/// <summary>Finds what the link of a consultation leads to. Reads only, as a task's link does.</summary>
public sealed class OpinionVisits(TaskLinks links, CaseFiles files, ConsultationDesk desk, CharterRules rules)
{
    /// <summary>Opens a token.</summary>
    public async Task<OpinionVisit> OpenAsync(string token, CancellationToken cancellation)
    {
        if (links.Read(token) is not { } link || !ConsultationOrder.TryParse(link.TaskId, out var order))
            return new OpinionVisit.Unknown();
        if (!links.IsAlive(link))
            return new OpinionVisit.Expired(order, link.Person);
        if (await files.OpenAsync(order.Task.CaseId, cancellation) is not { } file)
            return new OpinionVisit.Unknown();
        if (ConsultationDesk.Find(file.Case, order, link.Person) is not var (task, consultation) || !rules.Tasks.TryGetValue(task.Kind, out var kind))
            return new OpinionVisit.Over(false);
        return consultation.IsOpen
            ? new OpinionVisit.Open(order, link.Person, file, kind, consultation, await files.QuestionOfAsync(file.Case.Id, kind, consultation, cancellation), desk.FormOf(task, consultation))
            : new OpinionVisit.Over(true);
    }
}

/// <summary>The words of consultations.</summary>
public static class ConsultationWords
{
    /// <summary>What is asked: as a person typed it, or as the rules say. One blob read for a person's words.</summary>
    public static async Task<string> QuestionOfAsync(this CaseFiles files, CaseId id, TaskKind kind, Consultation consultation, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(consultation);
        if (consultation.Words is { } words)
            return (await files.ReadAsync<ConsultationText>(id, words, cancellation))?.Text ?? "Le texte de cette question a été effacé.";
        return kind.Opinions.FirstOrDefault(rule => rule.Id == consultation.Rule)?.Question ?? "Quel est votre avis\u00a0?";
    }

    /// <summary>The answer's words; empty while there is none.</summary>
    public static async Task<string> AnswerOfAsync(this CaseFiles files, CaseId id, Consultation consultation, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(consultation);
        return consultation.Answer is { } answer ? (await files.ReadAsync<ConsultationText>(id, answer, cancellation))?.Text ?? "Le texte de cette réponse a été effacé." : "";
    }
}
