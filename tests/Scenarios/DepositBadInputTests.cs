using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Tests.Forms;

namespace RegionSud.AiWorkflow.Tests.Scenarios;

/// <summary>Bad deposits over HTTP: told in French what to do, and no case begins.</summary>
public sealed class DepositBadInputTests(LocalHostFixture fixture) : Scenario(fixture)
{
    /// <summary>Nobody else deposits for this directorate: a case of it would be one that began here.</summary>
    private const string Directorate = "culture";

    public static TheoryData<string, int, string> BadFiles => new()
    {
        { "hostile/vide.pdf", 400, "Le fichier est vide." },
        { "README.md", 415, "Envoyez le formulaire de la Région rempli" },
        { "hostile/texte.pdf", 422, "Ce fichier se présente comme un PDF, mais n’en est pas un. Enregistrez à nouveau le formulaire, puis joignez-le." },
        { "hostile/tronque.pdf", 422, "Ce fichier est abîmé" },
        { "hostile/mot-de-passe.docx", 422, "Enregistrez-le sans protection" },
        { "hostile/autre.pdf", 422, "Ce fichier n’est pas un formulaire de la Région." },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_bad_file_is_refused_with_advice(string file, int status, string advice)
    {
        var (given, answer) = await Client.PostFormAsync(SampleFiles.Bytes(file), Path.GetFileName(file), Directorate, cancellation: Cancellation);

        AssertProblem(given, answer, status, advice);
        await AssertNoCaseAsync();
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_with_advice()
    {
        var (status, answer) = await Client.PostFormAsync(new byte[Storage.Sample.Rules.Intake.Files.Bytes + 1], "gros.pdf", Directorate, cancellation: Cancellation);

        AssertProblem(status, answer, 413, "Allégez-le");
        await AssertNoCaseAsync();
    }

    [Fact]
    public async Task A_form_of_another_kind_is_refused_by_its_name()
    {
        var other = new PdfFormWriter().Write(Services.GetRequiredService<CharterRules>().Forms["recheck"]);

        var (status, answer) = await Client.PostFormAsync(other, "besoin.pdf", Directorate, cancellation: Cancellation);

        AssertProblem(status, answer, 422, "Ce formulaire est «\u00a0Réexamen\u00a0». Envoyez ici celui de l’expression du besoin.");
        await AssertNoCaseAsync();
    }

    [Fact]
    public async Task A_missing_file_is_asked_for()
    {
        var (status, answer) = await Client.PostFormAsync(null, "", Directorate, cancellation: Cancellation);

        AssertProblem(status, answer, 400, "Joignez le formulaire rempli");
        await AssertNoCaseAsync();
    }

    [Theory]
    [InlineData("inconnue", "camille.martin@region.example", "direction\u00a0: Cette direction n’est pas connue.")]
    [InlineData("", "camille.martin@region.example", "direction\u00a0: Choisissez votre direction.")]
    [InlineData(Directorate, "camille.martin", "courriel\u00a0: Écrivez une adresse électronique complète")]
    [InlineData(Directorate, "Camille <camille.martin@region.example>", "courriel\u00a0: Écrivez une adresse électronique complète")]
    public async Task An_unknown_directorate_or_a_bad_address_is_told_by_its_field(string direction, string email, string advice)
    {
        var (status, answer) = await Client.PostFormAsync(NeedPdf(), "besoin.pdf", direction, email, Cancellation);

        AssertProblem(status, answer, 400, advice);
        await AssertNoCaseAsync();
    }

    [Fact]
    public async Task The_same_document_again_joins_its_case()
    {
        var form = NeedPdf();
        var (first, opened) = await Client.PostFormAsync(form, "besoin.pdf", cancellation: Cancellation);
        var (second, again) = await Client.PostFormAsync(form, "copie.pdf", cancellation: Cancellation);

        Assert.Equal((202, 200), (first, second));
        Assert.Equal(opened.GetProperty("id").GetString(), again.GetProperty("id").GetString());
        Assert.Equal($"{Fixture.Site}api/cases/{opened.GetProperty("id").GetString()}", again.GetProperty("statut").GetString());
    }

    [Fact]
    public async Task The_page_says_the_same_and_keeps_what_was_typed()
    {
        var page = await Client.OpenAsync("/besoin", "Agent", Cancellation);
        using var body = new MultipartFormDataContent
        {
            { new StringContent(page.Document.QuerySelector("[name=jeton]")!.GetAttribute("value")!), "jeton" },
            { new StringContent("fichier"), "voie" },
            { new StringContent(Directorate), "direction" },
            { new StringContent("nom-sans-adresse"), "courriel" },
            { new ByteArrayContent(SampleFiles.Bytes("hostile/texte.pdf")), "formulaire", "texte.pdf" },
        };

        var answer = await Client.SendAsync(page, body, Cancellation);

        Assert.Equal(422, answer.Status);
        Assert.Contains("2 points sont à corriger", answer.Text, StringComparison.Ordinal);
        Assert.Equal("nom-sans-adresse", answer.Document.QuerySelector("[name=courriel]")!.GetAttribute("value"));
        Assert.Equal(Directorate, answer.Document.QuerySelector("[name=direction] option[selected]")!.GetAttribute("value"));
        await AssertNoCaseAsync();
    }

    private static void AssertProblem(int given, JsonElement answer, int status, string advice)
    {
        Assert.Equal(status, given);
        Assert.Equal(status, answer.GetProperty("status").GetInt32());
        Assert.Contains(advice, answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task AssertNoCaseAsync() =>
        Assert.DoesNotContain("Direction de la Culture", await (await Client.SendAsync(HttpMethod.Get, "/registre.json", null, null, Cancellation)).Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
}
