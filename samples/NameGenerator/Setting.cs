namespace NameGenerator;

/// <summary>What to train, and where to put it.</summary>
/// <param name="Training">Training steps.</param>
/// <param name="Hidden">Size of the hidden state.</param>
/// <param name="Batch">Names in a training step.</param>
/// <param name="Seed">Seed of weights, batches and samples.</param>
/// <param name="Temperature">How daring the generator is.</param>
/// <param name="Output">Folder for the weights and the loss curve.</param>
internal sealed record Setting(int Training, int Hidden, int Batch, int Seed, double Temperature, string Output)
{
    public string WeightsPath => Path.Combine(Output, "names.safetensors");

    public string CurvePath => Path.Combine(Output, "loss.png");
}
