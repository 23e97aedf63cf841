using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.Browser;

/// <summary>
/// Opens pages as a signed-in person and notes what is wrong with each: what axe finds, what widens a narrow window, spaces that French does not
/// want, names of the code. axe is a script, so scripts run here and the site's policy is set aside; <see cref="KeyboardTests"/> does without.
/// Where <c>BROWSER_PICTURES</c> names a folder, pictures of every page are left there for people to look at.
/// </summary>
internal sealed partial class Inspector(IBrowserContext context, IPage page) : IAsyncDisposable
{
    private static readonly string[] Law = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

    private static readonly string? Pictures = Environment.GetEnvironmentVariable("BROWSER_PICTURES");

    private readonly List<string> faults = [];
    private int looks;

    /// <summary>One line per fault of all the pages that were looked at.</summary>
    public string Faults => string.Join('\n', faults);

    /// <summary>The page as it is now.</summary>
    public IPage Page => page;

    /// <summary>One who holds a role of the development sign-in.</summary>
    public static async Task<Inspector> OfAsync(LiveSite site, string? role)
    {
        var context = await site.WindowAsync(scripts: true, role);
        return new Inspector(context, await context.NewPageAsync());
    }

    /// <summary>Opens an address, checks its status, and looks.</summary>
    public async Task OpenAsync(string name, string address, int status = 200)
    {
        var answer = await page.GotoAsync(address);
        if (answer!.Status != status)
            faults.Add($"{name}: status {answer.Status}, not {status}");
        await LookAsync(name);
    }

    /// <summary>Sends the page's form as it stands, and looks at what comes.</summary>
    public async Task SendAsync(string name, string heading)
    {
        await page.Locator("main form [type=submit]").First.ClickAsync();
        await LookAsync(name);
        if (!(await page.Locator("main").InnerTextAsync()).Contains(heading, StringComparison.Ordinal))
            faults.Add($"{name}: does not say « {heading} »");
    }

    /// <summary>Makes the form that is open one that was shown when the file had its first version.</summary>
    public Task AgeAsync() => page.Locator("input[name=version]").EvaluateAsync("field => field.value = '1'");

    /// <summary>Looks at a page that is given.</summary>
    public async Task LookAtAsync(string html)
    {
        await page.SetContentAsync(html);
        await LookAsync("given");
    }

    /// <summary>Reads a mail's words alone.</summary>
    public void Read(SentMail mail) => faults.AddRange(FaultsOfText(mail.Html).Select(fault => $"mail {mail.Subject}: {fault}"));

    /// <summary>Looks at a mail as a document of its own. A mail has no landmarks: mail programs have theirs around it.</summary>
    public async Task LookAtMailAsync(SentMail mail)
    {
        await page.SetContentAsync(mail.Html);
        await LookAsync($"mail {mail.Subject}", mail: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await context.DisposeAsync();

    private async Task LookAsync(string name, bool mail = false)
    {
        var before = faults.Count;
        looks++;
        faults.AddRange(FaultsOfText(await page.ContentAsync()).Select(fault => $"{name}: {fault}"));
        await page.SetViewportSizeAsync(1280, 900);
        await PictureAsync(name, 1280);
        if (!mail)
            await page.EvaluateAsync(EmptyFrames);
        // The other way opens a second, empty page for each look, which costs seconds; it only serves frames of other sites.
#pragma warning disable CS0618 // Said to go one day; until then it is what keeps the run short.
        var result = await page.Locator("html").RunAxeLegacy(new AxeRunOptions
        {
            RunOnly = new RunOnlyOptions { Type = "tag", Values = mail ? [.. Law] : [.. Law, "best-practice"] },
            ResultTypes = [ResultType.Violations],
        }).WaitAsync(Patience);
#pragma warning restore CS0618
        faults.AddRange(result.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{name}: {violation.Id} ({violation.Help}): {node.Html}")));
        if (!mail && await page.Locator("h1").CountAsync() != 1)
            faults.Add($"{name}: one main heading is wanted");

        // 320 px is a small phone, and 640 px what remains of a desktop's window at a zoom of 200 %.
        foreach (var width in new[] { 640, 390, 320 })
        {
            await page.SetViewportSizeAsync(width, 800);
            if (await page.EvaluateAsync<int>("document.scrollingElement.scrollWidth - innerWidth") is > 0 and var beyond)
                faults.Add($"{name}: {beyond} px too wide at {width} px: {await page.EvaluateAsync<string>(Widest)}");
            if (width == 390)
                await PictureAsync(name, width);
        }

        if (Pictures is not null)
            await File.AppendAllLinesAsync(Path.Combine(Pictures, "faults.txt"), faults.Skip(before));
    }

    // axe would wait for ever for a frame in which no script may run; the mail in it is looked at as a document of its own.
    private const string EmptyFrames =
        "document.querySelectorAll('iframe').forEach(f => { f.removeAttribute('sandbox'); f.srcdoc = '<!DOCTYPE html><html lang=fr><title>-</title>'; })";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const string Widest =
        "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll')).map(e => e.outerHTML.slice(0, 90)).slice(0, 3).join(' | ')";

    private static IEnumerable<string> FaultsOfText(string html)
    {
        var document = new HtmlParser().ParseDocument(html);
        // What people typed, and what is shown as it is, is not ours.
        foreach (var foreign in document.QuerySelectorAll(".words, textarea, pre, code, blockquote, style, script, iframe, .overline, h1").ToList())
            foreign.TextContent = " ";
        var text = document.Body!.TextContent;
        foreach (var match in Spaces().Matches(text).Cast<Match>())
            yield return $"a space that French does not want: « {match.Value.ReplaceLineEndings(" ")} »";
        foreach (var match in CodeNames().Matches(text).Cast<Match>())
            yield return $"a name of the code: {match.Value}";
    }

    private async Task PictureAsync(string name, int width)
    {
        if (Pictures is null)
            return;
        var file = string.Create(CultureInfo.InvariantCulture, $"{looks:00}-{NotLetters().Replace(name, "-")}-{width}.png");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, file), FullPage = true });
    }

    [GeneratedRegex(@".{0,20}(?<=\S) [:;!?»%].{0,5}|.{0,5}« .{0,20}|.{0,20}\p{L}'\p{L}.{0,20}|&#?\w+;")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\b(Dtisu|Dsipn|Dgs|Dpo|Rssi|DirectorateHead|Requester|Administrator|Need|Arbitration|Development|Evaluation|Active|Deferred|InProduction|Suspended|Closed|NotPursued|Refused|Stopped|Withdrawn|Minimal|Limited|High|Unacceptable|null|true|false)\b|System\.|Microsoft\.")]
    private static partial Regex CodeNames();

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+")]
    private static partial Regex NotLetters();
}
