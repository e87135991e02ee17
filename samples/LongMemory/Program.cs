using System.CommandLine;
using LongMemory;
using Samples;

var length = CountOption.Of("--length", 30, "Length of the sequences: how long the network must remember.", atLeast: 2);
var training = CountOption.Of("--training", 600, "Training steps for each of the two networks.");
var hidden = CountOption.Of("--hidden", 32, "Size of the hidden state.");
var batch = CountOption.Of("--batch", 32, "Examples in a training step.");
var seed = CountOption.Of("--seed", 1, "Seed of weights and data; the same seed gives the same curves.", atLeast: 0);
Option<string> output = new("--output")
{
    DefaultValueFactory = _ => "long-memory.png", Description = "Where the plot goes.",
};

var command = new RootCommand("Trains one network twice, with and without the recurrent gradient, and plots both losses.")
{
    length, training, hidden, batch, seed, output,
};
command.SetAction(given => Comparison.Run(new(
    given.GetValue(length), given.GetValue(training), given.GetValue(hidden), given.GetValue(batch), given.GetValue(seed),
    given.GetRequiredValue(output))));
return command.Parse(args).Invoke();
