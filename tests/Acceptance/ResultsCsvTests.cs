using System.Text;
using RegionSud.AiWorkflow.Edge.Evaluations;

namespace RegionSud.AiWorkflow.Tests.Acceptance;

public sealed class ResultsCsvTests
{
    [Theory]
    [InlineData("mesure;valeur\nexactitude;0,93\ndelai;3\n")]
    [InlineData("\ufeffmesure;valeur\r\nexactitude;0,93\r\ndelai;3")]
    [InlineData("exactitude;0,93;\n\ndelai;3;;\n")]
    [InlineData("Mesure,Valeur\nexactitude,\"0,93\"\ndelai,3\n")]
    [InlineData("mesure\tvaleur\nexactitude\t0,93\ndelai\t3\n")]
    [InlineData(" exactitude ; 0,93 \n delai ; 3 ")]
    public void The_separators_marks_and_headers_that_programs_write_are_all_read(string text)
    {
        var (values, problem) = ResultsCsv.Read(Encoding.UTF8.GetBytes(text));
        Assert.Null(problem);
        Assert.Equal([new("exactitude", "0,93"), new("delai", "3")], values);
    }

    [Fact]
    public void Accents_of_an_older_spreadsheet_are_read()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Assert.Equal("Délai", Assert.Single(ResultsCsv.Read(Encoding.GetEncoding(1252).GetBytes("Délai;3")).Values).Key);
    }

    [Theory]
    [InlineData("", "aucune valeur")]
    [InlineData("mesure;valeur\n", "aucune valeur")]
    [InlineData("exactitude,0,93\n", "La ligne 1 a plus de deux colonnes")]
    [InlineData("exactitude;0,93;hier\n", "n’a pas deux colonnes")]
    [InlineData("exactitude\n", "n’a pas deux colonnes")]
    [InlineData("exactitude;\"0,93\n", "guillemets")]
    [InlineData("PK\u0003\u0004\0\0", "n’est pas un CSV")]
    public void A_file_that_cannot_be_meant_is_refused_with_what_to_do(string text, string message)
    {
        var (values, problem) = ResultsCsv.Read(Encoding.UTF8.GetBytes(text));
        Assert.Empty(values);
        Assert.Contains(message, problem, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\S [:;!?»]|« |\p{L}'\p{L}", problem);
    }

    [Fact]
    public void A_file_of_too_many_lines_is_refused_and_any_bytes_at_all_make_no_error()
    {
        Assert.Contains("plus de 100 lignes", ResultsCsv.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("exactitude;1\n", 20_000)))).Problem, StringComparison.Ordinal);
        var random = new Random(42);
        for (var round = 0; round < 300; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            var (values, problem) = ResultsCsv.Read(bytes);
            Assert.True(values.Count > 0 == problem is null);
        }
    }
}
