using System.Globalization;
using Lucene.Net.Analysis.Fr;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Store;
using Lucene.Net.Util;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>
/// Compares needs by BM25 over their French word stems: an index is made in memory from the lines of the lists, the newest 5 000 at most, and thrown
/// away. Storage requests: one per 200 cases, once per need.
/// </summary>
/// <remarks>
/// BM25 has no scale of its own: a case's score is divided by what the need scores against itself, so that 100 % is the same words, whatever
/// the number of cases.
/// </remarks>
public sealed class LuceneLikeNeeds(ICaseLists lists) : ILikeNeeds
{
    private const int MostPages = 25;
    private const int PageLength = 200;
    private const string IdField = "id";
    private const string TextField = "text";

    // A title says in few words what the purpose says in many: it counts twice.
    private const int TitleTimes = 2;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AlikeCase>> FindAsync(CaseId id, string title, string purpose, int threshold, int most, CancellationToken cancellation)
    {
        List<CaseLine> lines = [];
        string? next = null;
        for (var page = 0; page < MostPages && (page == 0 || next is not null); page++)
        {
            var read = await lists.ReadAsync(CaseListNames.All, next, PageLength, cancellation);
            lines.AddRange(read.Lines.Where(line => line.Id != id && line.Title != line.Id.Value));
            next = read.Next;
        }

        return Rank(lines, id, title, purpose).Where(alike => alike.Percent >= threshold).Take(most).ToList();
    }

    /// <summary>Every case that shares a word, the most alike first; of equals the older. Pure.</summary>
    internal static IEnumerable<AlikeCase> Rank(IReadOnlyCollection<CaseLine> lines, CaseId id, string title, string purpose)
    {
        using var analyzer = new FrenchAnalyzer(LuceneVersion.LUCENE_48);
        var terms = TermsOf(analyzer, TextOf(title, purpose));
        if (lines.Count == 0 || terms.Count == 0)
            return [];
        using var directory = new RAMDirectory();
        var similarity = new BM25Similarity();
        using (var writer = new IndexWriter(directory, new IndexWriterConfig(LuceneVersion.LUCENE_48, analyzer) { Similarity = similarity }))
        {
            writer.AddDocument(DocumentOf(id, title, purpose));
            foreach (var line in lines)
                writer.AddDocument(DocumentOf(line.Id, line.Title, line.Purpose));
        }

        using var reader = DirectoryReader.Open(directory);
        var searcher = new IndexSearcher(reader) { Similarity = similarity };
        var query = new BooleanQuery();
        // Lucene takes 1 024 clauses at most; a need's words beyond that say nothing new.
        foreach (var term in terms.Take(BooleanQuery.MaxClauseCount))
            query.Add(new TermQuery(new Term(TextField, term)), Occur.SHOULD);
        var found = searcher.Search(query, lines.Count + 1).ScoreDocs.Select(hit => (Id: CaseId.Parse(searcher.Doc(hit.Doc).Get(IdField, CultureInfo.InvariantCulture)), hit.Score)).ToList();
        var self = found.Single(hit => hit.Id == id).Score;
        return [.. found.Where(hit => hit.Id != id)
            .Select(hit => new AlikeCase(hit.Id, (int)Math.Min(100, Math.Round(100 * hit.Score / self))))
            .OrderByDescending(alike => alike.Percent).ThenBy(alike => alike.CaseId.Value, StringComparer.Ordinal)];
    }

    private static Document DocumentOf(CaseId id, string title, string purpose) =>
    [
        new StringField(IdField, id.Value, Field.Store.YES),
        new TextField(TextField, TextOf(title, purpose), Field.Store.NO),
    ];

    private static string TextOf(string title, string purpose) => string.Join('\n', Enumerable.Repeat(title, TitleTimes).Append(purpose));

    private static HashSet<string> TermsOf(FrenchAnalyzer analyzer, string text)
    {
        HashSet<string> terms = new(StringComparer.Ordinal);
        using var stream = analyzer.GetTokenStream(TextField, text);
        var term = stream.AddAttribute<ICharTermAttribute>();
        stream.Reset();
        while (stream.IncrementToken())
            terms.Add(term.ToString()!);
        stream.End();
        return terms;
    }
}
