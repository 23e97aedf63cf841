namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>
/// What a mail says, once: its HTML and its plain text are two renderings of it, so that neither can say what the other does not.
/// The words of people are data in it and nothing else (<see cref="LetterPart.Quote"/>, <see cref="Detail"/>).
/// </summary>
/// <param name="Subject">French, without the case's number.</param>
/// <param name="Heading">French, what the mail is about in one line.</param>
/// <param name="Parts">From top to bottom.</param>
/// <param name="Link">The only link, but for those of <see cref="LetterPart.Ask"/>.</param>
/// <param name="Why">French: why this person gets it.</param>
public sealed record Letter(string Subject, string Heading, IReadOnlyList<LetterPart> Parts, LetterLink Link, string Why);

/// <summary>Where a mail leads, in words that say it, and the address.</summary>
/// <param name="Note">French, a sentence about the link; empty when there is nothing to say.</param>
public sealed record LetterLink(string Label, string Address, string Note = "");

/// <summary>A piece of a mail.</summary>
public abstract record LetterPart
{
    private LetterPart()
    {
    }

    /// <summary>A paragraph.</summary>
    public sealed record Paragraph(string Text) : LetterPart;

    /// <summary>Short facts, a name and a value each.</summary>
    public sealed record Details(IReadOnlyList<Detail> Rows) : LetterPart;

    /// <summary>A list.</summary>
    /// <param name="Lead">What introduces it, ends with a colon.</param>
    public sealed record Points(string Lead, IReadOnlyList<string> Items) : LetterPart;

    /// <summary>Something else that is asked, with a link of its own.</summary>
    public sealed record Ask(string Title, IReadOnlyList<Detail> Rows, LetterLink Link) : LetterPart;

    /// <summary>What somebody typed, whole.</summary>
    /// <param name="Lead">Whose words they are, ends with a colon.</param>
    /// <param name="Words">As typed, made harmless by <see cref="TypedText"/>.</param>
    public sealed record Quote(string Lead, string Words) : LetterPart;
}

/// <summary>A short fact.</summary>
public sealed record Detail(string Name, string Value);
