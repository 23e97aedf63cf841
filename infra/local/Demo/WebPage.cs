using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace RegionSud.AiWorkflow.Local.Demo;

/// <summary>A page as a person has it before them.</summary>
/// <param name="Address">Where it came from, after redirections.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Html">Its source.</param>
/// <param name="Cookie">What the browser sends back with the page's form; empty for none.</param>
/// <param name="Role">The development role under which it was asked for; null for nobody.</param>
public sealed partial record WebPage(Uri Address, int Status, string Html, string Cookie, string? Role)
{
    private readonly Lazy<IHtmlDocument> document = new(() => new HtmlParser().ParseDocument(Html));

    /// <summary>The parsed page.</summary>
    public IHtmlDocument Document => document.Value;

    /// <summary>What one reads on it, every white space as one space.</summary>
    public string Text => Blanks().Replace(Document.QuerySelector("main")?.TextContent ?? Document.Body?.TextContent ?? "", " ").Trim();

    /// <summary>Its main heading.</summary>
    public string Heading => Blanks().Replace(Document.QuerySelector("h1")?.TextContent ?? "", " ").Trim();

    /// <summary>Names of the questions that its form asks, without their prefix, in order.</summary>
    public IReadOnlyList<string> Questions =>
        [.. Document.QuerySelectorAll("form [name^='q-']").Select(asked => asked.GetAttribute("name")![2..]).Distinct()];

    /// <summary>The form that posts.</summary>
    /// <exception cref="InvalidOperationException">The page has none.</exception>
    public IHtmlFormElement Form => Forms.FirstOrDefault() ??
        throw new InvalidOperationException($"Il n’y a rien à envoyer sur la page {Address} ({Status})\u00a0: {Heading}. {Text}");

    private IEnumerable<IHtmlFormElement> Forms =>
        Document.QuerySelectorAll<IHtmlFormElement>("form").Where(form => string.Equals(form.GetAttribute("method"), "post", StringComparison.OrdinalIgnoreCase));

    /// <summary>Where the form posts to.</summary>
    public Uri Target => Form.GetAttribute("action") is { Length: > 0 } action ? new Uri(Address, action) : Address;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
