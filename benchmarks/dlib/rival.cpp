// dlib as a rival of the benchmarks: trains LeNet-5, on request.
//
// usage: dlib FOLDER | --version
// build: g++ -O3 -march=native -std=c++17 -o dlib rival.cpp -ldlib -lblas -llapack        (Debian: libdlib-dev)
//
// Its solver knows momentum, but not Nesterov's, and its loss no label smoothing. Convolutions become products of matrices,
// which the BLAS of the system computes.
#include <dlib/dnn.h>
#include <dlib/revision.h>

#include "../protocol/protocol.hpp"

using namespace dlib;

template <long Filters, int Padding, typename Below>
using convolution = add_layer<con_<Filters, 5, 5, 1, 1, Padding, Padding>, Below>;

template <typename Below>
using halved = max_pool<2, 2, 2, 2, Below>;

using lenet5 = loss_multiclass_log<fc<10, relu<fc<84, relu<fc<120, halved<relu<convolution<16, 0,
    halved<relu<convolution<6, 2, input<matrix<float>>>>>>>>>>>>>>;

class Training {
public:
    explicit Training(Task& task) : task(task), solvers(network.num_computational_layers, sgd(0, task.momentum)) {
        const std::vector<matrix<float>> blank(static_cast<size_t>(task.batch), zeros_matrix<float>(28, 28));
        network.to_tensor(blank.begin(), blank.end(), inputs);
        network.subnet().forward(inputs); // makes the arrays
        labels.resize(blank.size());
        size_t position = 0;
        for_each_layer([&](tensor& parameters, long rows, long columns, bool turned) {
            const size_t size = static_cast<size_t>(rows * columns);
            if (turned)
                transpose(&task.weights[position], parameters.host(), rows, columns);
            else
                std::memcpy(parameters.host(), &task.weights[position], size * sizeof(float));
            std::memcpy(parameters.host() + size, &task.weights[position + size], static_cast<size_t>(rows) * sizeof(float));
            position += size + static_cast<size_t>(rows);
        });
    }

    void run(long steps) {
        const auto features = static_cast<size_t>(task.features());
        for (long step = 0; step < steps; step++) {
            const int64_t* samples = task.next();
            float* rows = inputs.host_write_only();
            for (long i = 0; i < task.batch; i++) {
                std::memcpy(rows + static_cast<size_t>(i) * features, task.input(samples[i]), features * sizeof(float));
                labels[static_cast<size_t>(i)] = static_cast<unsigned long>(task.labels[static_cast<size_t>(samples[i])]);
            }
            loss = network.compute_parameter_gradients(inputs, labels.begin());
            network.update_parameters(solvers, task.rate);
        }
    }

    std::vector<float> weights() {
        std::vector<float> values(task.weights.size());
        size_t position = 0;
        for_each_layer([&](tensor& parameters, long rows, long columns, bool turned) {
            const size_t size = static_cast<size_t>(rows * columns);
            if (turned)
                transpose(parameters.host(), &values[position], columns, rows);
            else
                std::memcpy(&values[position], parameters.host(), size * sizeof(float));
            std::memcpy(&values[position + size], parameters.host() + size, static_cast<size_t>(rows) * sizeof(float));
            position += size + static_cast<size_t>(rows);
        });
        return values;
    }

private:
    Task& task;
    lenet5 network;
    std::vector<sgd> solvers;
    resizable_tensor inputs;
    std::vector<unsigned long> labels;
    double loss = 0;

    // From the input on; biases follow the weights, and those of full connections lie the other way round than in PyTorch.
    template <typename Action>
    void for_each_layer(Action action) {
        action(layer<11>(network).layer_details().get_layer_params(), 6, 25, false);
        action(layer<8>(network).layer_details().get_layer_params(), 16, 150, false);
        action(layer<5>(network).layer_details().get_layer_params(), 120, 400, true);
        action(layer<3>(network).layer_details().get_layer_params(), 84, 120, true);
        action(layer<1>(network).layer_details().get_layer_params(), 10, 84, true);
    }
};

int main(int argc, char** argv) {
    const std::string version = std::to_string(DLIB_MAJOR_VERSION) + "." + std::to_string(DLIB_MINOR_VERSION);
    if (argc == 2 && std::string(argv[1]) == "--version") {
        std::cout << version << std::endl;
        return 0;
    }
    Task task(argv[argc - 1]);
    Training training(task);
    return serve(training, version);
}
