using Microsoft.Playwright;
using RegionSud.AiWorkflow.Tests.Forms;

namespace RegionSud.AiWorkflow.Tests.Browser;

[Trait("Category", "Slow")]
[Collection<LiveSite>]
public sealed class KeyboardTests(LiveSite site)
{
    private const int Stops = 200;

    [Fact]
    public async Task A_need_is_deposited_and_endorsed_with_a_keyboard_and_no_script()
    {
        await using var context = await site.WindowAsync(scripts: false);
        var page = await context.NewPageAsync();

        await page.GotoAsync("/besoin");
        await GoToAsync(page, "Se connecter");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "input[value=Agent]");
        await page.Keyboard.PressAsync("Space");
        await GoToAsync(page, "Prendre ce rôle");
        await page.Keyboard.PressAsync("Enter");

        await HeadingAsync(page, "Exprimer un besoin");
        await TabToAsync(page, "#formulaire");
        // A file dialog belongs to the desktop, not to the page: this is all that is not typed.
        await page.Locator("#formulaire").SetInputFilesAsync(Path.Combine(SampleFiles.Folder, "besoin-poppler.pdf"));
        await TabToAsync(page, "#direction");
        await page.Keyboard.TypeAsync("Direction des Tr");
        await TabToAsync(page, "#courriel");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("camille.martin@region.example");
        await GoToAsync(page, "Déposer ce formulaire");
        await page.Keyboard.PressAsync("Enter");
        await HeadingAsync(page, "Votre besoin est enregistré");
        var number = await page.Locator("section.good strong").InnerTextAsync();

        await site.People.AnswerAsync(number, "complete", "send", null, TestContext.Current.CancellationToken);
        var mail = await site.People.MailAsync(number, "endorse", TestContext.Current.CancellationToken);
        Assert.Equal("direction.transports@region.example", mail.To);
        await page.GotoAsync("/local/courriels");
        await TabToAsync(page, $"a[href$='{Uri.EscapeDataString(mail.Id)}']");
        await page.Keyboard.PressAsync("Enter");
        await GoToAsync(page, "Suivre le lien de ce courriel");
        await page.Keyboard.PressAsync("Enter");

        await HeadingAsync(page, "Porter le besoin au nom de la direction");
        await TabToAsync(page, "#choix");
        Assert.False(await page.Locator("#choix").IsCheckedAsync(), "Nothing is chosen beforehand.");
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, "#motif");
        await page.Keyboard.TypeAsync("Ce besoin est une priorité de la direction.");
        await GoToAsync(page, "Enregistrer ma décision");
        await page.Keyboard.PressAsync("Enter");

        await HeadingAsync(page, "Votre décision est enregistrée");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Ce besoin est une priorité de la direction.");
        await site.People.MailAsync(number, "review", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_weighty_decision_is_taken_with_a_keyboard_by_way_of_an_expired_link_and_a_code()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var sample = Path.Combine("2026-2", "libreoffice.docx");
        var id = await site.People.DepositAsync(await File.ReadAllBytesAsync(Path.Combine(SampleFiles.Folder, sample), cancellation), "besoin.docx", cancellation);
        var first = await Infrastructure.Eventually.Get(
            async () => (await site.People.MailsAsync(id, cancellation)).Select(mail => mail.AskedKind).FirstOrDefault(kind => kind is "complete" or "endorse")!, kind => kind is not null);
        if (first == "complete")
            await site.People.AnswerAsync(id, "complete", "send", null, cancellation);
        await site.People.AnswerAsync(id, "endorse", "endorse", null, cancellation);
        await site.People.AnswerAsync(id, "review", "pass", null, cancellation);
        await site.People.AnswerAsync(id, "qualify", "favourable", null, cancellation);
        var mail = await site.People.MailAsync(id, "arbitrate", cancellation);

        await using var context = await site.WindowAsync(scripts: false);
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.OldLink(mail));
        await HeadingAsync(page, "Ce lien a expiré");
        await GoToAsync(page, "Recevoir un nouveau lien");
        await page.Keyboard.PressAsync("Enter");
        await HeadingAsync(page, "Un nouveau lien est parti");

        await page.GotoAsync(mail.Links[0]);
        await TabToAsync(page, "#choix");
        // The last of four.
        foreach (var key in new[] { "ArrowDown", "ArrowDown", "ArrowDown" })
            await page.Keyboard.PressAsync(key);
        Assert.Equal("refuse", await page.Locator("input[name=choix]:checked").GetAttributeAsync("value"));
        await TabToAsync(page, "#motif");
        await page.Keyboard.TypeAsync("Le besoin est couvert par un outil existant.");
        await TabToAsync(page, "#impartial");
        await page.Keyboard.PressAsync("Space");
        await GoToAsync(page, "Enregistrer ma décision");
        await page.Keyboard.PressAsync("Enter");

        await HeadingAsync(page, "Confirmez votre décision");
        await TabToAsync(page, "input[name=code]");
        await page.Keyboard.TypeAsync(await site.People.CodeAsync(id, cancellation));
        await page.Keyboard.PressAsync("Enter");
        await HeadingAsync(page, "Votre décision est enregistrée");
    }

    [Fact]
    public async Task The_first_stop_of_a_page_leads_to_its_content_and_an_error_leads_to_its_field()
    {
        await using var context = await site.WindowAsync(scripts: false, "Agent");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/besoin/en-ligne");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator(":focus")).ToHaveTextAsync("Aller au contenu");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal(1, await page.Locator("main :focus").CountAsync());

        await page.Locator("#q-problem").FillAsync("Ce texte ne doit pas se perdre.");
        await GoToAsync(page, "Envoyer mon besoin");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^Erreur"));
        await Assertions.Expect(page.Locator("#q-problem")).ToHaveValueAsync("Ce texte ne doit pas se perdre.");
        await TabToAsync(page, "a[href='#q-users']");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        var focused = await page.Locator(":focus").GetAttributeAsync("name");
        Assert.Contains(focused, new[] { "q-users", "q-users-number" });
        var group = page.Locator("fieldset:has(#q-users)");
        Assert.Equal("true", await group.GetAttributeAsync("aria-invalid"));
        Assert.Contains("q-users-erreur", await group.GetAttributeAsync("aria-describedby"), StringComparison.Ordinal);
    }

    private static Task HeadingAsync(IPage page, string heading) => Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(heading);

    // To a link or a button, by what it says.
    private static Task GoToAsync(IPage page, string words) => TabToAsync(page, $"a:text-is('{words}'), button:text-is('{words}')");

    // Moves on as a person would, and sees at each stop where the focus is.
    private static async Task TabToAsync(IPage page, string selector)
    {
        var wanted = page.Locator($":is({selector}):focus");
        if (selector.Contains(":text-is", StringComparison.Ordinal))
            wanted = page.Locator(selector).And(page.Locator(":focus"));
        for (var stop = 0; stop < Stops; stop++)
        {
            if (await wanted.CountAsync() > 0)
                return;
            await page.Keyboard.PressAsync("Tab");
            var focused = page.Locator(":focus");
            if (await focused.CountAsync() == 1)
            {
                var seen = await focused.EvaluateAsync<bool>("e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || s.boxShadow !== 'none'; }");
                Assert.True(seen, "The focus does not show on " + await focused.EvaluateAsync<string>("e => e.outerHTML.slice(0, 120)"));
            }
        }

        Assert.Fail($"{selector} is not among the first {Stops} stops of {page.Url}.");
    }
}
