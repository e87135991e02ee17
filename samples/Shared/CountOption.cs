using System.CommandLine;

namespace Samples;

/// <summary>An option of the command line that is a whole number, with a smallest value.</summary>
internal static class CountOption
{
    public static Option<int> Of(string name, int usually, string description, int atLeast = 1)
    {
        var option = new Option<int>(name) { DefaultValueFactory = _ => usually, Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var given) && given < atLeast)
            {
                result.AddError($"{name} must be at least {atLeast}.");
            }
        });
        return option;
    }
}
