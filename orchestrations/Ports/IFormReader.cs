using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Ports;

/// <summary>Reads filled forms of one file format. Chosen by the file's bytes, never by its name.</summary>
public interface IFormReader
{
    /// <summary>Media type of the format, such as <c>application/pdf</c>.</summary>
    string ContentType { get; }

    /// <summary>Whether the bytes are of this format.</summary>
    bool Recognises(ReadOnlyMemory<byte> content);

    /// <summary>Reads the form.</summary>
    /// <exception cref="FormUnreadableException">The file is damaged, encrypted, or not a form of the region.</exception>
    FormReading Read(ReadOnlyMemory<byte> content);
}

/// <summary>What was read: raw field texts, not checked against the definition.</summary>
/// <param name="Code">The form's code, see <see cref="FormDefinition.Code"/>; empty when a scan shows none.</param>
/// <param name="Values">Per field name: what the person wrote; empty fields are left out. A ticked yes/no or choice gives the option's id.</param>
/// <param name="Reader">Name for <see cref="AnswerSource.Reader"/>.</param>
public sealed record FormReading(string Code, IReadOnlyDictionary<string, string> Values, string Reader)
{
    /// <summary>
    /// Per question id, what a machine made out from the look of a page, or from free text, where the file has no field that says it: a person
    /// confirms it before it counts (charter 2.4).
    /// </summary>
    public IReadOnlyDictionary<string, InferredAnswer> Inferred { get; init; } = new Dictionary<string, InferredAnswer>();
}

/// <summary>An answer that a machine made out.</summary>
/// <param name="Text">What it takes for the answer; an option's id where one chooses. Empty when it saw something and cannot say what.</param>
/// <param name="Excerpt">What it saw, as it saw it.</param>
public sealed record InferredAnswer(string Text, string Excerpt)
{
    /// <summary>From 0 to 1, as the recogniser says; null where nothing was recognised, only arranged.</summary>
    public double? Confidence { get; init; }

    /// <summary>From 1; null where there are no pages.</summary>
    public int? Page { get; init; }

    /// <summary>Where it stands on the page.</summary>
    public PageRegion? Region { get; init; }
}

/// <summary>Why a file cannot be read as a form.</summary>
public enum UnreadableCause
{
    /// <summary>It is not a sound file of its format.</summary>
    Damaged,

    /// <summary>It asks for a password.</summary>
    Encrypted,

    /// <summary>It is sound, but carries no code of a form of the region.</summary>
    NotOurForm,

    /// <summary>It is a scan: pages without a text.</summary>
    OnlyImages,

    /// <summary>It holds what runs by itself, or other files: a macro, a script, an attachment. It is never run and never opened.</summary>
    ActiveContent,

    /// <summary>It takes longer to read than a form does.</summary>
    TooLong,
}

/// <summary>The file cannot be read as a form.</summary>
public sealed class FormUnreadableException(UnreadableCause cause, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What to tell the sender.</summary>
    public UnreadableCause Cause { get; } = cause;
}

/// <summary>Makes the form that people download, in one file format.</summary>
public interface IFormWriter
{
    /// <summary>Media type of the format.</summary>
    string ContentType { get; }

    /// <summary>The empty form, or one filled with the given values (per question id).</summary>
    ReadOnlyMemory<byte> Write(FormDefinition form, IReadOnlyDictionary<string, string>? values = null);
}
