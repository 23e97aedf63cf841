namespace RegionSud.AiWorkflow.Local;

/// <summary>What one can open.</summary>
internal static class Addresses
{
    public static void Print(LocalSettings settings)
    {
        var site = $"http://127.0.0.1:{settings.Port}";
        Console.WriteLine($"""

            Charte de l’IA, Région Sud — {site}

              Accueil                       {site}/
              Exprimer un besoin            {site}/besoin
              Courriels envoyés             {site}/local/courriels
              Prendre un rôle               {site}/local/connexion
              Suivi des cas (DTISU…)        {site}/suivi
              Modèles (DSIPN…)              {site}/modeles
              Registre public               {site}/registre

              Données : {Path.GetFullPath(settings.Data)}{(settings.Day is { } day ? $" — un jour ouvré dure {day.TotalSeconds:0.#} s" : "")}
              Ctrl-C arrête tout.

            """);
    }
}
