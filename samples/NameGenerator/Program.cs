using System.CommandLine;
using NameGenerator;
using Samples;

var training = CountOption.Of("--training", 900, "Training steps.");
var hidden = CountOption.Of("--hidden", 96, "Size of the hidden state.");
var batch = CountOption.Of("--batch", 32, "Names in a training step.");
var seed = CountOption.Of("--seed", 1, "Seed of weights, batches and samples.", atLeast: 0);
Option<double> temperature = new("--temperature")
{
    DefaultValueFactory = _ => 0.8, Description = "How daring the generator is: near 0 it repeats the likeliest letters.",
};
temperature.Validators.Add(result =>
{
    if (result.Tokens.Count > 0 && double.TryParse(result.Tokens[0].Value, out var given) && given is not > 0)
    {
        result.AddError("--temperature must be above 0.");
    }
});
Option<string> output = new("--output")
{
    DefaultValueFactory = _ => "name-generator", Description = "Folder for the weights and the loss curve; made if missing.",
};

var command = new RootCommand("Trains an LSTM letter by letter on a list of first names, and lets it make up new ones.")
{
    training, hidden, batch, seed, temperature, output,
};
command.SetAction(given => Session.Run(new(
    given.GetValue(training), given.GetValue(hidden), given.GetValue(batch), given.GetValue(seed),
    given.GetValue(temperature), given.GetRequiredValue(output))));
return command.Parse(args).Invoke();
