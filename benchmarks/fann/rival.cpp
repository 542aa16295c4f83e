// FANN as a rival of the benchmarks: trains a perceptron, on request.
//
// usage: fann SIZE... FOLDER | --version        (SIZE: inputs, hidden units, outputs)
// build: g++ -O3 -march=native -std=c++17 -o fann rival.cpp -lfloatfann -lm -DVERSION='"2.2.0"'   (Debian: libfann-dev)
//
// FANN knows neither ReLU nor softmax nor cross-entropy, and momentum only where it looks at single samples. The nearest
// that it offers: tanh, linear outputs, squared error and gradient descent on whole batches; each batch is a data set of
// its own, made before the clock starts. It has one thread.
#include <floatfann.h>

#include "../protocol/protocol.hpp"

class Training {
public:
    Training(Task& task, std::vector<unsigned> sizes) : task(task), sizes(std::move(sizes)) {
        network = fann_create_standard_array(static_cast<unsigned>(this->sizes.size()), this->sizes.data());
        const unsigned outputs = this->sizes.back();
        fann_set_training_algorithm(network, FANN_TRAIN_BATCH);
        fann_set_activation_function_hidden(network, FANN_SIGMOID_SYMMETRIC); // tanh(steepness * sum)
        fann_set_activation_steepness_hidden(network, 1);
        fann_set_activation_function_output(network, FANN_LINEAR);
        fann_set_activation_steepness_output(network, 1);
        fann_set_train_error_function(network, FANN_ERRORFUNC_LINEAR);
        // Its gradient is that of half the squared error of a sample; ours that of the mean over samples and outputs.
        fann_set_learning_rate(network, 2 * task.rate / static_cast<float>(outputs));
        for_each_weight([&](fann_type& own, size_t index) { own = task.weights[index]; });
        for (long i = 0; i < task.count / task.batch; i++)
            batches.push_back(make_batch(outputs));
    }

    void run(long steps) {
        for (long step = 0; step < steps; step++) {
            fann_train_epoch(network, batches[position]);
            position = (position + 1) % batches.size();
        }
    }

    std::vector<float> weights() {
        std::vector<float> values(task.weights.size());
        for_each_weight([&](fann_type& own, size_t index) { values[index] = own; });
        return values;
    }

private:
    Task& task;
    std::vector<unsigned> sizes;
    fann* network;
    std::vector<fann_train_data*> batches;
    size_t position = 0;

    fann_train_data* make_batch(unsigned outputs) {
        const auto features = static_cast<unsigned>(task.features());
        fann_train_data* batch = fann_create_train(static_cast<unsigned>(task.batch), features, outputs);
        const int64_t* samples = task.next();
        for (long i = 0; i < task.batch; i++) {
            std::memcpy(batch->input[i], task.input(samples[i]), features * sizeof(float));
            for (unsigned c = 0; c < outputs; c++)
                batch->output[i][c] = c == task.labels[samples[i]] ? 1.0f : 0.0f;
        }
        return batch;
    }

    // In FANN each unit has its incoming weights in a row and that of the bias behind them; in PyTorch the biases of a layer
    // follow all its weights.
    template <typename Action>
    void for_each_weight(Action action) {
        fann_type* own = network->weights;
        size_t start = 0;
        for (size_t layer = 0; layer + 1 < sizes.size(); layer++) {
            const size_t inputs = sizes[layer], outputs = sizes[layer + 1];
            for (size_t o = 0; o < outputs; o++) {
                for (size_t i = 0; i < inputs; i++)
                    action(*own++, start + o * inputs + i);
                action(*own++, start + outputs * inputs + o);
            }
            start += (inputs + 1) * outputs;
        }
    }
};

int main(int argc, char** argv) {
    const std::string version = VERSION;
    if (argc == 2 && std::string(argv[1]) == "--version") {
        std::cout << version << std::endl;
        return 0;
    }
    std::vector<unsigned> sizes;
    for (int i = 1; i + 1 < argc; i++)
        sizes.push_back(static_cast<unsigned>(std::stoul(argv[i])));
    Task task(argv[argc - 1]);
    Training training(task, sizes);
    return serve(training, version);
}
