using System.Collections.Immutable;
using System.Text.Json.Serialization;
using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>What somebody is consulted for while another decides. The names are in journals.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConsultationKind>))]
public enum ConsultationKind
{
    /// <summary>A question to the author of the need: the decider's clock stops until the answer.</summary>
    Question,

    /// <summary>An opinion: the clock goes on.</summary>
    Opinion,
}

/// <summary>What an opinion comes to. The names are in journals.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OpinionVerdict>))]
public enum OpinionVerdict
{
    /// <summary>Nothing against it.</summary>
    Favourable,

    /// <summary>Nothing against it if what is written is seen to.</summary>
    WithReservations,

    /// <summary>Against it.</summary>
    Unfavourable,
}

/// <summary>Somebody consulted on a task that waits. It informs who decides, and decides nothing.</summary>
/// <param name="Number">From 1, in the task.</param>
/// <param name="Rule">The opinion of the task's kind in <c>tasks.yaml</c> that opened it; null when a person asked.</param>
/// <param name="Role">In what capacity they answer.</param>
/// <param name="People">Directory ids of those who were written to: the first answer counts.</param>
/// <param name="DueAt">After it, it shows late.</param>
/// <param name="Words">What was asked; null for a rule, whose own words are asked.</param>
public sealed record Consultation(
    int Number, ConsultationKind Kind, string? Rule, Role Role, ImmutableList<string> People, DateTimeOffset AskedAt, DateTimeOffset DueAt, DocumentRef? Words)
{
    /// <summary>When it was answered; null while it waits.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Directory id of who answered.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>The answer's words.</summary>
    public DocumentRef? Answer { get; init; }

    /// <summary>For an opinion.</summary>
    public OpinionVerdict? Verdict { get; init; }

    /// <summary>Whether it waits for an answer.</summary>
    [JsonIgnore]
    public bool IsOpen => AnsweredAt is null;
}

/// <summary>The words of a consultation or of its answer: the document behind its events.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Number">In the task.</param>
/// <param name="Salt">See <see cref="Charter.Forms.Answers.Salt"/>.</param>
public sealed record ConsultationText(string TaskId, int Number, string Text, string Salt);

/// <summary>Which consultation of which task.</summary>
public sealed record ConsultationOrder(TaskOrder Task, int Number)
{
    /// <summary><c>IA-2026-0042.Arbitration.1.arbitrate.1.avis.2</c>.</summary>
    public string Id => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Task.TaskId}.avis.{Number}");

    /// <summary>Reads an id back.</summary>
    public static bool TryParse(string? id, out ConsultationOrder order)
    {
        order = null!;
        var at = id?.LastIndexOf(".avis.", StringComparison.Ordinal) ?? -1;
        if (at < 0 || !TaskOrder.TryParse(id![..at], out var task) ||
            !int.TryParse(id.AsSpan(at + ".avis.".Length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
            return false;
        order = new ConsultationOrder(task, number);
        return order.Id == id;
    }
}
