// The golden files of the runtime's tests, from TorchSharp in double precision.
//
//   dotnet run --project tests/Backprop.Runtime.Golden -- write tests/Backprop.Runtime.Tests/Data
//   dotnet run --project tests/Backprop.Runtime.Golden -- roundtrip
//
// "write" makes torch-*.json and torch-gru.safetensors anew; "roundtrip" saves weights with the runtime, loads them into
// TorchSharp, and fails unless both give the same output. TorchSharp's native part needs GLIBCXX_3.4.32.
using Backprop.Runtime.Golden;
using TorchSharp;

torch.set_default_dtype(torch.float64);
torch.random.manual_seed(20260101);

switch (args)
{
    case ["write", var folder]:
        RecurrentCases.Write(Path.Combine(folder, "torch-recurrent.json"));
        LossCases.Write(Path.Combine(folder, "torch-losses.json"));
        OptimiserCases.Write(Path.Combine(folder, "torch-optimisers.json"));
        WeightsCase.Write(Path.Combine(folder, "torch-gru.safetensors"), Path.Combine(folder, "torch-gru.json"));
        return 0;
    case ["roundtrip"]:
        return RoundTrip.Run();
    default:
        Console.Error.WriteLine("usage: write FOLDER | roundtrip");
        return 2;
}
