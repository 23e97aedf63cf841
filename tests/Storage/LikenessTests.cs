using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Tests.Storage;

/// <summary>Which needs look alike: by the stems of their words, on a scale that does not depend on how many cases there are.</summary>
public sealed class LikenessTests
{
    private static readonly CaseId New = CaseId.Parse("IA-2026-9000");

    private const string Title = "Résumer les comptes rendus de commission";
    private const string Purpose = "Des synthèses fidèles des débats, prêtes le lendemain, que les agents relisent avant envoi aux élus.";

    [Fact]
    public void The_same_words_are_entirely_alike() =>
        Assert.Equal(100, Assert.Single(Rank([Line(1, Title, Purpose)])).Percent);

    [Fact]
    public void The_same_need_in_other_words_comes_before_another_need()
    {
        var found = Rank(
        [
            Line(1, "Détecter les fuites d’eau dans les lycées", "Repérer une fuite par les compteurs, avant qu’elle ne coûte."),
            Line(2, "Résumé automatique d’un compte rendu de commission", "Une synthèse fidèle du débat pour les élus, relue par un agent."),
            Line(3, "Traduire les pages du site", "Des pages en anglais et en italien, relues par un traducteur."),
        ]).ToList();

        Assert.Equal("IA-2026-0002", found[0].CaseId.Value);
        Assert.InRange(found[0].Percent, 45, 99);
        Assert.All(found.Skip(1), other => Assert.InRange(other.Percent, 0, 20));
    }

    [Fact]
    public void The_number_of_cases_does_not_make_a_need_more_or_less_alike()
    {
        var other = Line(1, "Résumé automatique d’un compte rendu de commission", "Une synthèse fidèle du débat pour les élus, relue par un agent.");
        CaseLine[] many = [other, .. Enumerable.Range(2, 300).Select(number => Line(number, $"Besoin numéro {number} de la direction", $"Un résultat {number} pour le service, utile aux lycées et aux agents."))];

        var found = Rank(many).First();

        Assert.Equal(other.Id, found.CaseId);
        Assert.InRange(found.Percent, 40, 99);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("de la des les", "et ou")]
    [InlineData("?!… « »", "\u0000\u202e")]
    public void A_need_without_a_word_of_its_own_is_like_no_other(string title, string purpose) =>
        Assert.Empty(LuceneLikeNeeds.Rank([Line(1, Title, Purpose)], New, title, purpose));

    [Fact]
    public void The_first_need_is_like_no_other() => Assert.Empty(Rank([]));

    [Fact]
    public void A_text_of_thousands_of_different_words_is_compared_all_the_same()
    {
        var long1 = string.Join(' ', Enumerable.Range(0, 3000).Select(number => $"mot{number}"));

        Assert.Equal(100, Assert.Single(LuceneLikeNeeds.Rank([Line(1, Title, long1)], New, Title, long1)).Percent);
    }

    [Fact]
    public void Of_two_that_are_as_alike_the_older_comes_first() =>
        Assert.Equal(["IA-2026-0001", "IA-2026-0002"], Rank([Line(2, Title, Purpose), Line(1, Title, Purpose)]).Select(alike => alike.CaseId.Value));

    private static IEnumerable<AlikeCase> Rank(CaseLine[] lines) => LuceneLikeNeeds.Rank(lines, New, Title, Purpose);

    private static CaseLine Line(int number, string title, string purpose) => new(
        CaseId.Of(2026, number), 1, title, purpose, "lycees", Step.Need, 1, CaseStatus.Active, null, [], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null, null, [], null, null);
}
