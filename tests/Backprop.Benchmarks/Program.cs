using Backprop.Benchmarks.Activation;
using Backprop.Benchmarks.Products;
using Backprop.Benchmarks.SharedDerivative;
using Backprop.Benchmarks.Training;
using BenchmarkDotNet.Running;

// --quick [products] [activation] [shared] [training] [torch] [1]: ratio tables, which others on the machine disturb little.
//   torch: the training table without MathNet step by step, which takes long;  1: on one thread instead of two.
// Anything else goes to BenchmarkDotNet (--filter '*').
if (args is not ["--quick", .. var words])
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return;
}

var threads = words.Contains("1") ? 1 : Math.Min(2, Environment.ProcessorCount);
bool Wanted(string table) => words.All(word => word == "1") || words.Contains(table);

if (Wanted("products"))
{
    ProductTable.Print();
}

if (Wanted("activation"))
{
    ActivationTable.Print();
}

if (Wanted("shared"))
{
    SharedDerivativeTable.Print();
}

if (Wanted("training") || words.Contains("torch"))
{
    TrainingTable.Print(withMathNet: !words.Contains("torch"), threads);
}
